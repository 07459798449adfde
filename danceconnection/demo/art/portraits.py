"""Portraits of the three authors: cut paper, nobody in particular."""

from .columns import profile
from .palette import CREAM, INK, NIGHT, OCHRE, PAPER, PINK, SAGE, SKY, TEAL, TOMATO
from .picture import PORTRAIT, Portfolio
from .shapes import blob, smooth

PICTURES = Portfolio()

BROWN = (124, 70, 58)
UMBER = (84, 50, 50)
SAND = (226, 168, 132)


def _shoulders(stencil, *, top=760, width=400):
    stencil.polygon(
        smooth(
            [
                (500 - width, 1040),
                (500 - width * 0.86, top + 110),
                (500 - width * 0.35, top),
                (500 + width * 0.35, top),
                (500 + width * 0.86, top + 110),
                (500 + width, 1040),
            ]
        )
    )


@PICTURES.add("portrait-nell", PORTRAIT, focal_point=(0.52, 0.47, 0.55))
def print_nell(press):
    """In profile against the sun, with a tall wrap of cloth and a large earring."""
    with press.ink(PINK, shade=("bottom", 1, 0.4)) as stencil:
        stencil.rectangle(0, 0, 1000, 1000)
    with press.ink(OCHRE, over=True, shade=("top", 1, 0.9)) as stencil:
        stencil.circle(560, 440, 350)
    with press.ink(TEAL, over=True, shade=("left", 1, 0.85)) as stencil:
        _shoulders(stencil, top=800)
    with press.ink(UMBER, over=True) as stencil:
        stencil.polygon(profile(510, 560, height=620))
    with press.ink(BROWN, over=True, shade=("right", 1, -0.1)) as stencil:
        stencil.polygon(profile(510, 560, height=620))
    with press.ink(TOMATO, over=True) as stencil:
        stencil.polygon(_wrap())
    with press.ink(INK, shade=("left", 0.8, -0.2)) as stencil:
        stencil.polygon(_wrap())
    with press.ink(CREAM, over=True) as stencil:
        for shift in range(4):
            top = (235 + shift * 70, 185 + shift * 8)
            bottom = (330 + shift * 72, 430 - shift * 24)
            middle = ((top[0] + bottom[0]) / 2 + 26, (top[1] + bottom[1]) / 2 - 20)
            stencil.line(smooth([top, middle, bottom], closed=False), 9)
        stencil.ring(428, 690, 52, 13)
    with press.ink(INK, over=True) as stencil:
        stencil.arc(602, 528, 42, start=15, end=150, width=10)
        stencil.arc(610, 510, 62, start=225, end=310, width=9)
    with press.ink(TOMATO, over=True) as stencil:
        stencil.polygon(smooth([(690, 668), (722, 655), (716, 674), (724, 692), (676, 690)]))


def _wrap():
    points = [(690, 345), (560, 400), (420, 470), (250, 520), (185, 400), (190, 230), (290, 95)]
    return smooth([*points, (450, 60), (600, 120), (690, 230)])


@PICTURES.add("portrait-philippa", PORTRAIT, focal_point=(0.5, 0.44, 0.5), paper=SKY)
def print_philippa(press):
    """Short curls, glasses, and a scarf against the rain."""
    with press.ink(NIGHT, shade=("top", 0.75, -0.1)) as stencil:
        stencil.rectangle(0, 0, 1000, 1000)
    with press.ink(CREAM, over=True) as stencil:
        for _drop in range(110):
            x, y = press.random.randint(0, 1060), press.random.randint(-40, 1000)
            length = press.random.randint(24, 56)
            stencil.line([(x, y), (x - length * 0.35, y + length)], 5)
    with press.ink(OCHRE, over=True, shade=("left", 1, 0.82)) as stencil:
        _shoulders(stencil, top=770, width=440)
    curls = list(_curls(press))
    with press.ink(TOMATO, over=True) as stencil:
        for x, y, radius in curls:
            stencil.circle(x, y, radius)
    with press.ink(INK, shade=("right", 0.6, -0.3)) as stencil:
        for x, y, radius in curls:
            stencil.circle(x, y, radius)
    _face(press, skin=CREAM, blush=PINK)
    with press.ink(TEAL, over=True, shade=("top", 1, 0.82)) as stencil:
        stencil.polygon(
            smooth([(310, 760), (350, 680), (500, 715), (650, 680), (690, 760), (500, 850)])
        )
        stencil.polygon([(560, 790), (660, 770), (690, 1010), (590, 1010)])
    with press.ink(CREAM, over=True) as stencil:
        for y in (880, 930, 980):
            stencil.line([(592, y), (672, y - 6)], 12)
    with press.ink(INK, over=True) as stencil:
        for x in (415, 585):
            stencil.ring(x, 445, 72, 14)
            stencil.circle(x + 8, 450, 14)
            stencil.arc(x, 430, 100, start=235, end=305, width=11)
        stencil.arc(500, 440, 26, start=190, end=350, width=13)


def _curls(press):
    """Curls around the head, from ear to ear."""
    for ring, radius in ((250, 78), (190, 84)):
        for index in range(13):
            x, y = blob(500, 390, ring, random=press.random, roughness=0.05, points=16)[index * 15]
            yield (x, y, radius) if y < 640 else (500, 300, radius)


def _face(press, *, skin, blush):
    """A face from the front, without eyes: those depend on the person."""
    with press.ink(skin, over=True) as stencil:
        stencil.rectangle(425, 600, 575, 800, radius=40)
        stencil.polygon(
            smooth(
                [
                    (500, 230),
                    (660, 290),
                    (685, 460),
                    (620, 630),
                    (500, 700),
                    (380, 630),
                    (315, 460),
                    (340, 290),
                ]
            )
        )
    with press.ink(blush, shade=("right", 1, 0.1)) as stencil:
        stencil.polygon(
            smooth([(500, 232), (660, 290), (685, 460), (620, 630), (500, 698), (520, 470)])
        )
    with press.ink(TOMATO, over=True) as stencil:
        stencil.polygon(smooth([(440, 606), (500, 600), (560, 606), (500, 634)]))
    with press.ink(INK, over=True) as stencil:
        stencil.line(smooth([(498, 460), (520, 545), (482, 552)], closed=False), 9)


@PICTURES.add("portrait-anselm", PORTRAIT, focal_point=(0.5, 0.45, 0.5), paper=NIGHT)
def print_anselm(press):
    """Bearded, eyes closed, one half in the light of the moon."""
    with press.ink(TEAL, shade=("bottom", 0.8, -0.1), over=True) as stencil:
        stencil.rectangle(0, 0, 1000, 1000)
    with press.ink(PAPER, over=True, shade=("left", 1, 0.86)) as stencil:
        stencil.circle(500, 400, 370)
    with press.ink(INK, over=True) as stencil:
        _shoulders(stencil, top=780, width=430)
    with press.ink(SKY, over=True) as stencil:
        stencil.polygon([(400, 790), (500, 920), (600, 790), (560, 760), (440, 760)])
    _face(press, skin=SAND, blush=TOMATO)
    hair = [(318, 420), (300, 260), (400, 165), (560, 160), (690, 240), (690, 420), (655, 330)]
    with press.ink(NIGHT, over=True) as stencil:
        stencil.polygon(smooth([*hair, (560, 268), (430, 275), (345, 330)]))
        stencil.polygon(smooth(_beard()))
        stencil.polygon(smooth([(452, 612), (500, 606), (548, 612), (500, 626)]), cut=True)
    with press.ink(SAGE, over=True, shade=("left", 0.6, -0.3)) as stencil:
        stencil.polygon(smooth(_beard()))
        stencil.polygon(smooth([(452, 612), (500, 606), (548, 612), (500, 626)]), cut=True)
    with press.ink(INK, over=True) as stencil:
        for x in (412, 588):
            stencil.arc(x, 425, 48, start=25, end=155, width=12)
            stencil.arc(x, 450, 96, start=238, end=302, width=14)


def _beard():
    points = [(312, 450), (345, 560), (430, 580), (500, 562), (570, 580), (655, 560), (688, 450)]
    return [*points, (690, 620), (610, 760), (500, 810), (390, 760), (310, 620)]
