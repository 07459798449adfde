"""Figures of articles that play among neighbors and friends."""

from itertools import pairwise

from .palette import CREAM, INK, NIGHT, OCHRE, PAPER, PINK, SAGE, SKY, TEAL, TOMATO
from .picture import FIGURE, Portfolio
from .shapes import bird, hill, leaf, smooth, turn

PICTURES = Portfolio()


@PICTURES.add("wires-over-hills", FIGURE, focal_point=(0.55, 0.4, 0.6))
def print_wires_over_hills(press):
    """Hills, a low sun, and two birds on one wire."""
    with press.ink(PINK, shade=("top", 0.2, 1)) as stencil:
        stencil.rectangle(0, 0, 1600, 800)
    with press.ink(TOMATO, shade=("bottom", 0.8, 1), over=True) as stencil:
        stencil.circle(1060, 560, 230)
    ridges = [
        (OCHRE, (640, 590, 650, 700, 660, 600, 640)),
        (SAGE, (700, 760, 720, 660, 720, 790, 740)),
        (TEAL, (900, 820, 780, 840, 900, 830, 780)),
        (NIGHT, (930, 990, 1010, 950, 930, 980, 1020)),
    ]
    for color, ridge in ridges:
        with press.ink(color, shade=("top", 1, 0.8), over=True) as stencil:
            stencil.polygon(hill(1600, 1067, ridge))
    poles = [(150, 250, 980), (830, 330, 900), (1330, 370, 900)]
    with press.ink(INK, over=True) as stencil:
        for x, top, foot in poles:
            stencil.line([(x, top), (x, foot)], 18 if x < 800 else 14)
            for drop in (30, 90):
                stencil.line([(x - 62, top + drop), (x + 62, top + drop)], 11)
        for shift in (-56, 56):
            for drop in (30, 90):
                ends = [(-260, 260 + drop), *[(x + shift, top + drop) for x, top, _foot in poles]]
                stencil.line(_sagging([*ends, (1830, 400 + drop)]), 5)
    with press.ink(INK, over=True) as stencil:
        stencil.polygon(bird(360, 352, 46))
    with press.ink(TOMATO, over=True) as stencil:
        stencil.polygon(bird(700, 372, 46, facing=-1))


def _sagging(points):
    """Return a wire that hangs through between the points."""
    hanging = []
    for (x0, y0), (x1, y1) in pairwise(points):
        hanging += [(x0, y0), ((x0 + x1) / 2, (y0 + y1) / 2 + (x1 - x0) * 0.08)]
    return smooth([*hanging, points[-1]], closed=False, steps=16)


@PICTURES.add("ceiling-waves", FIGURE, focal_point=(0.5, 0.55, 0.6), paper=CREAM)
def print_ceiling_waves(press):
    """Two floors of a house: who walks, and who hears it."""
    with press.ink(OCHRE, shade=("bottom", 1, 0.7)) as stencil:
        stencil.rectangle(0, 0, 1600, 400)
    with press.ink(NIGHT, shade=("top", 1, 0.86)) as stencil:
        stencil.rectangle(0, 455, 1600, 1067)
    with press.ink(SKY, over=True) as stencil:
        for radius in range(80, 560, 60):
            stencil.arc(560, 455, radius, start=0, end=180, width=13)
            if radius < 400:
                stencil.arc(1180, 455, radius, start=0, end=180, width=13)
    with press.ink(TEAL, over=True) as stencil:
        stencil.rectangle(0, 1000, 1600, 1067)
    with press.ink(TOMATO, over=True) as stencil:
        for x in (560, 1180):
            _leg(stencil, x)
    with press.ink(INK, over=True) as stencil:
        stencil.rectangle(0, 400, 1600, 455)
        for x in (560, 1180):
            stencil.polygon(
                smooth(
                    [(x - 76, 398), (x - 80, 322), (x + 70, 330), (x + 150, 360), (x + 170, 398)]
                )
            )
    _sleeper(press)


def _leg(stencil, x):
    stencil.polygon([(x - 110, 0), (x + 70, 0), (x + 58, 345), (x - 70, 345)])


def _sleeper(press):
    """A bed, and in it somebody whose eyes are open."""
    with press.ink(CREAM, over=True) as stencil:
        stencil.rectangle(690, 850, 900, 915, radius=30)
        stencil.rectangle(660, 905, 1370, 965, radius=18)
    with press.ink(PINK, over=True) as stencil:
        stencil.circle(800, 836, 62)
    with press.ink(INK, over=True) as stencil:
        stencil.polygon(smooth([(742, 880), (736, 800), (790, 768), (838, 776), (790, 815)]))
        stencil.circle(812, 820, 8)
        stencil.circle(842, 824, 8)
    with press.ink(TOMATO, shade=("top", 1, 0.75), over=True) as stencil:
        stencil.polygon(
            smooth([(850, 950), (870, 890), (960, 840), (1150, 852), (1300, 820), (1380, 950)])
        )
    with press.ink(INK, over=True) as stencil:
        stencil.rectangle(640, 780, 668, 1010, radius=10)
        stencil.rectangle(1362, 830, 1390, 1010, radius=10)


@PICTURES.add("ladder-and-moon", FIGURE, focal_point=(0.5, 0.5, 0.5), paper=NIGHT)
def print_ladder_and_moon(press):
    """Two houses, one wall, and a ladder that reaches both ways."""
    with press.ink(CREAM, shade=("left", 1, 0.72), over=True) as stencil:
        stencil.circle(800, 340, 220)
    with press.ink(CREAM, over=True) as stencil:
        for _star in range(60):
            x, y = press.random.randint(0, 1600), press.random.randint(0, 620)
            stencil.circle(x, y, press.random.choice((2, 3, 4)))
    with press.ink(TEAL, shade=("top", 1, 0.7), over=True) as stencil:
        stencil.polygon(hill(1600, 1067, (760, 720, 780, 800, 770, 700, 740)))
    _house(press, 40, 400, wall=TOMATO, roof=INK, lit=OCHRE)
    _house(press, 1160, 400, wall=PINK, roof=TOMATO, lit=CREAM)
    with press.ink(INK, over=True) as stencil:
        stencil.rectangle(0, 960, 1600, 1067)
    with press.ink(PAPER, shade=("top", 1, 0.7), over=True) as stencil:
        stencil.rectangle(772, 640, 836, 985)
        stencil.rectangle(752, 620, 856, 660, radius=6)
    with press.ink(OCHRE, over=True) as stencil:
        foot, top = (560, 985), (838, 330)
        for side in (-42, 42):
            stencil.line([(foot[0] + side, foot[1]), (top[0] + side, top[1])], 17)
        for step in range(1, 11):
            part = step / 11
            x, y = (a + (b - a) * part for a, b in zip(foot, top, strict=True))
            stencil.line([(x - 42, y), (x + 42, y)], 13)


def _house(press, left, top, *, wall, roof, lit):
    with press.ink(wall, shade=("right", 1, 0.75), over=True) as stencil:
        stencil.rectangle(left, top + 190, left + 400, 970)
    with press.ink(roof, over=True) as stencil:
        stencil.polygon([(left - 40, top + 200), (left + 200, top), (left + 440, top + 200)])
        stencil.rectangle(left + 290, top + 10, left + 340, top + 150)
    with press.ink(lit, over=True) as stencil:
        for x, y in ((60, 270), (250, 270), (60, 470)):
            stencil.rectangle(left + x, top + y, left + x + 90, top + y + 120)
    with press.ink(INK, over=True) as stencil:
        stencil.rectangle(left + 240, top + 430, left + 350, 970, radius=8)


@PICTURES.add("speech-balloons", FIGURE, focal_point=(0.72, 0.4, 0.5), paper=SKY)
def print_speech_balloons(press):
    """A crowd of speech bubbles; one of them has had enough."""
    colors = [TOMATO, PINK, OCHRE, CREAM, TEAL, NIGHT]
    places = [(150, 860), (420, 930), (700, 860), (980, 930), (1270, 880), (1490, 930)]
    places += [(270, 640), (560, 690), (830, 640), (60, 640), (410, 450), (160, 420)]
    places += [(1120, 700), (680, 470), (1430, 690), (290, 250)]
    for index, (x, y) in enumerate(places):
        width, height = press.random.randint(125, 190), press.random.randint(90, 125)
        color = colors[(index * 5 + index // 6) % 6]
        _bubble(press, x, y, width=width, height=height, color=color)
    with press.ink(INK, over=True) as stencil:
        stencil.line(smooth([(1170, 372), (1150, 470), (1190, 560), (1160, 640)], closed=False), 5)
    _bubble(press, 1190, 240, width=175, height=130, color=CREAM, text=False)


def _bubble(press, x, y, *, width, height, color, text=True):
    tail = press.random.choice((-1, 1)) * width * 0.45
    with press.ink(INK, shade=("top", 0.35, 0.35)) as stencil:
        stencil.rectangle(
            x - width + 12, y - height + 16, x + width + 12, y + height + 16, radius=70
        )
    with press.ink(color, over=True, shade=("top", 1, 0.86)) as stencil:
        stencil.rectangle(x - width, y - height, x + width, y + height, radius=70)
    with press.ink(color, over=True) as stencil:
        stencil.polygon(
            [
                (x + tail - 36, y + height - 24),
                (x + tail + 36, y + height - 24),
                (x + tail * 1.3, y + height + 46),
            ]
        )
    if not text:
        return
    with press.ink(CREAM if color in (TOMATO, TEAL, NIGHT) else INK, over=True) as stencil:
        for line in (-1, 0, 1):
            end = x + width * press.random.uniform(0.1, 0.62)
            stencil.line([(x - width * 0.62, y + line * 44), (end, y + line * 44)], 12)


@PICTURES.add("two-gardens", FIGURE, focal_point=(0.62, 0.55, 0.5), paper=CREAM)
def print_two_gardens(press):
    """A garden in all its colors with a glass house, and the one next door."""
    with press.ink(SKY, shade=("right", 1, 0.35)) as stencil:
        stencil.rectangle(560, 0, 1600, 760)
    with press.ink(OCHRE, over=True) as stencil:
        stencil.circle(1390, 210, 120)
    with press.ink(SAGE, shade=("top", 1, 0.6), over=True) as stencil:
        stencil.rectangle(560, 760, 1600, 1067)
    with press.ink(NIGHT, shade=("left", 1, 0.9), over=True) as stencil:
        stencil.rectangle(0, 0, 560, 1067)
    _glass_house(press)
    for index in range(26):
        x = 640 + index * 38 + press.random.randint(-10, 10)
        _flower(press, x, 1050, height=press.random.randint(70, 190))
    with press.ink(INK, over=True) as stencil:
        for x in range(420, 690, 46):
            stencil.polygon([(x, 1067), (x, 560), (x + 18, 530), (x + 36, 560), (x + 36, 1067)])
        stencil.rectangle(410, 640, 700, 668)
        stencil.rectangle(410, 900, 700, 928)
    with press.ink(PINK, over=True) as stencil:
        stencil.circle(380, 470, 74)
    with press.ink(TOMATO, shade=("left", 0.8, 1), over=True) as stencil:
        stencil.polygon(smooth([(190, 1080), (230, 700), (330, 565), (450, 600), (500, 1080)]))
    with press.ink(INK, over=True) as stencil:
        stencil.circle(362, 452, 76)


def _glass_house(press):
    with press.ink(CREAM, shade=("top", 1, 0.75), over=True) as stencil:
        stencil.polygon([(820, 900), (820, 480), (1060, 300), (1300, 480), (1300, 900)])
    with press.ink(TEAL, shade=("bottom", 1, 0.3)) as stencil:
        for x in (890, 1000, 1120, 1230):
            for angle in (-130, -110, -90, -70, -50):
                stencil.polygon(leaf(x, 900, length=230, width=62, angle=angle))
    with press.ink(INK, over=True) as stencil:
        for x in (820, 940, 1060, 1180, 1300):
            stencil.line([(x, 480 if x != 1060 else 300), (x, 900)], 9)
        for start, end in (((820, 480), (1060, 300)), ((1060, 300), (1300, 480))):
            stencil.line([start, end], 11)
        for y in (480, 690, 900):
            stencil.line([(820, y), (1300, y)], 9)


def _flower(press, x, y, *, height):
    with press.ink(TEAL, over=True) as stencil:
        stencil.line([(x, y + 20), (x, y - height)], 7)
        stencil.polygon(leaf(x, y - height * 0.4, length=54, width=22, angle=-40))
    with press.ink(press.random.choice((TOMATO, PINK, OCHRE, CREAM)), over=True) as stencil:
        for angle in range(0, 360, 60):
            stencil.circle(*turn(x, y - height, angle=angle, along=18), 14)
    with press.ink(INK, over=True) as stencil:
        stencil.circle(x, y - height, 9)
