"""The covers of the authors' books."""

from .lettering import write
from .palette import CREAM, INK, NIGHT, OCHRE, PAPER, PINK, SAGE, SKY, TEAL, TOMATO
from .picture import BOOK, Portfolio
from .shapes import smooth, wave

PICTURES = Portfolio()


def print_title(press, lines, author, *, color, top=70, height=84):
    """Print the title line by line from the top, and the author's name at the foot."""
    with press.ink(color, over=True) as stencil:
        for index, line in enumerate(lines):
            write(stencil, line, 76, top + index * height * 1.42, height=height, weight=height / 6)
        write(stencil, author, 76, 1104, height=36, weight=6)


@PICTURES.add("book-half-shut-door", BOOK, paper=TEAL)
def print_half_shut_door(press):
    with press.ink(OCHRE, over=True, shade=("bottom", 1, 0.85)) as stencil:
        stencil.rectangle(250, 400, 550, 900)
    with press.ink(INK, shade=("left", 0.6, -0.2)) as stencil:
        stencil.polygon([(400, 960), (550, 900), (780, 1060), (420, 1060)])
    with press.ink(CREAM, over=True) as stencil:
        stencil.polygon([(250, 900), (400, 900), (420, 1060), (90, 1060)])
    with press.ink(TOMATO, over=True, shade=("left", 1, 0.85)) as stencil:
        stencil.polygon([(550, 400), (400, 350), (400, 980), (550, 900)])
    with press.ink(OCHRE, over=True) as stencil:
        stencil.circle(430, 680, 17)
    print_title(press, ["THE HALF-", "SHUT DOOR"], "NELL OKAFOR-BYRNE", color=CREAM, top=90)


@PICTURES.add("book-repair-work", BOOK, paper=PINK)
def print_repair_work(press):
    with press.ink(TOMATO, shade=("bottom", 0.9, -0.1)) as stencil:
        stencil.rectangle(0, 0, 800, 1200)
    with press.ink(CREAM, over=True, shade=("left", 1, 0.85)) as stencil:
        stencil.circle(400, 720, 270)
    seam = [(420, 440), (380, 540), (440, 640), (360, 730), (430, 830), (380, 920), (410, 1000)]
    with press.ink(NIGHT, over=True) as stencil:
        stencil.line(seam, 9)
        for x, y in smooth(seam, closed=False, steps=3)[1:-1]:
            stencil.line([(x - 40, y - 8), (x + 40, y + 8)], 11)
    print_title(press, ["REPAIR", "WORK"], "NELL OKAFOR-BYRNE", color=NIGHT, height=110)


@PICTURES.add("book-stairwell-treaties", BOOK, paper=SKY)
def print_stairwell_treaties(press):
    colors = [TOMATO, OCHRE, PINK, CREAM, TEAL]
    for step in range(7):
        left, top = 60 + step * 100, 990 - step * 80
        with press.ink(colors[step % 5], over=True, shade=("top", 1, 0.8)) as stencil:
            stencil.rectangle(left, top, left + 101, 1060)
    with press.ink(INK, over=True) as stencil:
        stencil.line([(60, 850), (760, 290)], 15)
        for step in range(7):
            x = 110 + step * 100
            stencil.line([(x, 990 - step * 80), (x, 810 - step * 80)], 7)
    print_title(press, ["THE STAIRWELL", "TREATIES"], "PHILIPPA QUAYE", color=INK, height=62)


@PICTURES.add("book-worst-moods", BOOK, paper=PAPER)
def print_worst_moods(press):
    for index, color in enumerate((SKY, SAGE, TEAL, NIGHT, INK)):
        line = wave(0, 800, 620 + index * 95, height=44, length=420, phase=index * 1.3)
        with press.ink(color, over=True, shade=("top", 1, 0.78)) as stencil:
            stencil.polygon([*line, (800, 1200), (0, 1200)])
    with press.ink(TOMATO, over=True) as stencil:
        stencil.polygon(smooth([(470, 590), (500, 640), (640, 640), (672, 586), (570, 612)]))
    lines = ["A SHORT", "HISTORY OF", "MY WORST", "MOODS"]
    print_title(press, lines, "", color=INK, height=72)
    with press.ink(CREAM, over=True) as stencil:
        write(stencil, "ANSELM TAVARES-ROTH", 76, 1104, height=36, weight=6)


@PICTURES.add("book-unreliable-hour", BOOK, paper=NIGHT)
def print_unreliable_hour(press):
    with press.ink(TEAL, over=True, shade=("bottom", 0.9, -0.2)) as stencil:
        stencil.rectangle(0, 0, 800, 1200)
    with press.ink(CREAM, over=True, shade=("left", 1, 0.75)) as stencil:
        stencil.circle(400, 740, 270)
    with press.ink(NIGHT, over=True) as stencil:
        for turned in range(12):
            x, y = ((400, 515), (625, 740), (400, 965), (175, 740))[turned % 4]
            stencil.circle(x, y, 15)
    with press.ink(TOMATO, over=True) as stencil:
        stencil.line([(400, 740), (565, 740)], 22)
        stencil.line(smooth([(400, 740), (380, 660), (430, 610), (400, 540)], closed=False), 14)
        stencil.circle(400, 740, 24)
    print_title(press, ["THE", "UNRELIABLE", "HOUR"], "ANSELM TAVARES-ROTH", color=OCHRE, height=78)


@PICTURES.add("book-plain-speech", BOOK, paper=OCHRE)
def print_plain_speech(press):
    with press.ink(TOMATO, over=True, shade=("top", 1, 0.85)) as stencil:
        stencil.rectangle(76, 560, 560, 820, radius=60)
        stencil.polygon([(150, 800), (250, 800), (140, 890)])
    with press.ink(SKY) as stencil:
        stencil.rectangle(280, 720, 724, 980, radius=60)
        stencil.polygon([(560, 960), (660, 960), (680, 1050)])
    lines = ["PLAIN SPEECH", "FOR COMPLI-", "CATED PEOPLE"]
    print_title(press, lines, "ANSELM TAVARES-ROTH", color=INK, height=62)
