"""The covers of the four issues, one for each season."""

from .lettering import write_centered
from .palette import CREAM, INK, NIGHT, OCHRE, PAPER, PINK, SAGE, SKY, TEAL, TOMATO
from .picture import COVER, Portfolio
from .shapes import blob, hill, leaf, smooth, turn

PICTURES = Portfolio()


def print_masthead(press, color):
    """Print the magazine's name over the top of a cover."""
    with press.ink(color, over=True) as stencil:
        write_centered(stencil, "ORDINARY", 600, 84, height=128, weight=26)
        write_centered(stencil, "WEATHER", 600, 262, height=128, weight=26)


@PICTURES.add("cover-spring", COVER, focal_point=(0.5, 0.62, 0.7))
def print_spring(press):
    """A broken bowl, and what grows through the crack."""
    with press.ink(PINK, shade=("bottom", 1, 0.3)) as stencil:
        stencil.rectangle(0, 0, 1200, 1600)
    with press.ink(OCHRE, over=True, shade=("top", 1, 0.85)) as stencil:
        stencil.circle(600, 860, 400)
    with press.ink(TEAL, over=True, shade=("top", 0.85, 1)) as stencil:
        stencil.rectangle(0, 1380, 1200, 1600)
    _branch(press)
    rim, crack = (
        1010,
        [(596, 1010), (640, 1090), (570, 1170), (625, 1260), (590, 1330), (610, 1420)],
    )
    left = [(210, rim), (250, 1200), (380, 1360), (480, 1425)]
    right = [(740, 1425), (850, 1350), (960, 1200), (1000, rim)]
    with press.ink(NIGHT, over=True, shade=("right", 1, 0.86)) as stencil:
        stencil.polygon([(x - 16, y) for x, y in (*smooth(left, closed=False), *reversed(crack))])
    with press.ink(NIGHT, over=True, shade=("left", 1, 0.86)) as stencil:
        outline = [*crack, *smooth(right, closed=False)]
        stencil.polygon([(x + 16, y + 12) for x, y in outline])
    with press.ink(OCHRE, over=True) as stencil:
        stencil.line(crack, 16)
    with press.ink(CREAM, over=True) as stencil:
        for x in range(290, 960, 92):
            if abs(x - 600) > 60:
                stencil.ring(x, 1092 + (12 if x > 600 else 0), 28, 10)
    print_masthead(press, INK)


def _branch(press):
    """A branch in blossom."""
    twigs = [
        [(606, 1300), (590, 1100), (640, 900), (600, 740), (640, 560)],
        [(622, 940), (760, 820), (810, 680)],
        [(612, 840), (460, 760), (400, 620)],
        [(600, 1010), (470, 930), (340, 900)],
        [(606, 1040), (760, 970), (900, 930)],
    ]
    with press.ink(INK, over=True) as stencil:
        for index, twig in enumerate(twigs):
            stencil.line(smooth(twig, closed=False), 13 if index else 20)
    spots = [point for twig in twigs for point in smooth(twig, closed=False, steps=4)[3:]]
    for index, (x, y) in enumerate(spots):
        if y > 1000:
            continue
        if index % 3 == 0:
            with press.ink(TEAL, over=True) as stencil:
                side = press.random.choice((-60, 60, 150))
                stencil.polygon(leaf(x, y, length=88, width=40, angle=side - 90))
            continue
        size = press.random.randint(15, 26)
        with press.ink(press.random.choice((CREAM, TOMATO)), over=True) as stencil:
            for step in range(0, 360, 72):
                stencil.circle(*turn(x, y, angle=step + index * 20, along=size), size * 0.78)
        with press.ink(OCHRE, over=True) as stencil:
            stencil.circle(x, y, size * 0.5)


@PICTURES.add("cover-summer", COVER, focal_point=(0.5, 0.62, 0.8), paper=OCHRE)
def print_summer(press):
    """A long table from above; everybody has come."""
    with press.ink(TOMATO, shade=("bottom", 0.75, -0.2)) as stencil:
        stencil.rectangle(0, 0, 1200, 1600)
    table = [(320, 470), (880, 470), (950, 1620), (250, 1620)]
    with press.ink(INK, shade=("right", 0.55, 0.55)) as stencil:
        stencil.polygon([(x + 46, y + 34) for x, y in table])
    with press.ink(CREAM, over=True) as stencil:
        stencil.polygon(table)
    with press.ink(SKY, over=True) as stencil:
        stencil.polygon([(560, 470), (640, 470), (660, 1620), (540, 1620)])
    sleeves = [TEAL, NIGHT, TOMATO, PINK, SAGE, INK]
    for row in range(5):
        y = 590 + row * 225
        spread = 190 + row * 16
        for side in (-1, 1):
            color = sleeves[(row * 2 + (side > 0)) % 6]
            _guest(press, 600 + side * spread, y, side=side, sleeve=color)
    for row in range(4):
        _dish(press, 600 + press.random.randint(-18, 18), 690 + row * 230, row)
    print_masthead(press, INK)


def _guest(press, x, y, *, side, sleeve):
    """A plate with food, the arm of a guest, and a glass."""
    with press.ink(sleeve, over=True, shade=("top", 1, 0.85)) as stencil:
        reach = press.random.randint(-70, 70)
        stencil.line([(x + side * 470, y + reach), (x + side * 170, y + 20)], 86)
    with press.ink(
        press.random.choice((PINK, (124, 70, 58), (226, 168, 132))), over=True
    ) as stencil:
        stencil.circle(x + side * 130, y + 16, 38)
    with press.ink(INK, shade=("top", 0.3, 0.3)) as stencil:
        stencil.circle(x + 10, y + 12, 84)
    with press.ink(PAPER, over=True) as stencil:
        stencil.circle(x, y, 84)
    with press.ink(SKY, over=True) as stencil:
        stencil.ring(x, y, 66, 6)
    food = press.random.choice((TOMATO, SAGE, OCHRE, TEAL))
    with press.ink(food, over=True, shade=("top", 1, 0.8)) as stencil:
        stencil.polygon(blob(x, y, 44, random=press.random))
    with press.ink(TEAL) as stencil:
        stencil.circle(x - side * 92, y - 74, 30)


def _dish(press, x, y, kind):
    with press.ink((NIGHT, TOMATO, TEAL, NIGHT)[kind], over=True) as stencil:
        stencil.ellipse(x, y, 70, 56)
    with press.ink((OCHRE, CREAM, PINK, SAGE)[kind], over=True) as stencil:
        for _piece in range(9):
            dx, dy = press.random.randint(-38, 38), press.random.randint(-28, 28)
            stencil.circle(x + dx, y + dy, 14)


@PICTURES.add("cover-autumn", COVER, focal_point=(0.5, 0.62, 0.8), paper=CREAM)
def print_autumn(press):
    """A branch as a pair of scales: leaves on one side, a house on the other."""
    with press.ink(SAGE, shade=("bottom", 1, 0.2)) as stencil:
        stencil.rectangle(0, 0, 1200, 1600)
    with press.ink(PAPER, over=True) as stencil:
        stencil.circle(600, 900, 430)
    with press.ink(TEAL, over=True, shade=("top", 1, 0.75)) as stencil:
        stencil.polygon(hill(1200, 1600, (1440, 1400, 1380, 1400, 1450)))
    with press.ink(INK, over=True) as stencil:
        stencil.polygon(
            smooth(
                [
                    (570, 1420),
                    (585, 1000),
                    (570, 680),
                    (600, 600),
                    (628, 680),
                    (612, 1000),
                    (640, 1420),
                ]
            )
        )
        stencil.line(
            smooth([(240, 760), (420, 700), (600, 690), (790, 720), (970, 690)], closed=False), 22
        )
        for x, y in ((240, 760), (970, 690)):
            for side in (-150, 150):
                stencil.line([(x, y), (x + side, y + 330)], 5)
    for x, y in ((240, 1090), (970, 1020)):
        with press.ink(NIGHT, over=True) as stencil:
            stencil.ellipse(x, y, 172, 60)
            stencil.rectangle(x - 180, y - 80, x + 180, y, cut=True)
    for _leaf in range(34):
        x, y = 240 + press.random.randint(-110, 80), 1090 - press.random.randint(0, 110)
        _fallen(press, x, y)
    for x, y in (
        (330, 560),
        (820, 600),
        (960, 520),
        (480, 1330),
        (760, 1270),
        (700, 520),
        (400, 940),
    ):
        _fallen(press, x, y)
    _small_house(press, 890, 1018, wall=TOMATO, roof=INK)
    print_masthead(press, TOMATO)


def _fallen(press, x, y):
    angle, length = press.random.randint(0, 359), press.random.randint(80, 120)
    with press.ink(
        press.random.choice((TOMATO, OCHRE, OCHRE, PINK)), over=True, shade=("left", 1, 0.8)
    ) as stencil:
        stencil.polygon(leaf(x, y, length=length, width=length * 0.5, angle=angle))
    with press.ink(INK, over=True) as stencil:
        stem = turn(x, y, angle=angle, along=-18)
        stencil.line([stem, turn(x, y, angle=angle, along=length * 0.8)], 4)


def _small_house(press, left, floor, *, wall, roof):
    """A house of 160 pixels with a lit window."""
    with press.ink(wall, over=True, shade=("left", 1, 0.85)) as stencil:
        stencil.rectangle(left, floor - 150, left + 160, floor)
    with press.ink(roof, over=True) as stencil:
        stencil.polygon(
            [(left - 24, floor - 146), (left + 80, floor - 250), (left + 184, floor - 146)]
        )
        stencil.rectangle(left + 112, floor - 250, left + 136, floor - 180)
        stencil.rectangle(left + 92, floor - 90, left + 134, floor)
    with press.ink(OCHRE, over=True) as stencil:
        stencil.rectangle(left + 28, floor - 110, left + 70, floor - 60)


@PICTURES.add("cover-winter", COVER, focal_point=(0.5, 0.6, 0.7), paper=NIGHT)
def print_winter(press):
    """Snow, a large moon, and one house with its light on."""
    with press.ink(TEAL, over=True, shade=("bottom", 0.9, -0.2)) as stencil:
        stencil.rectangle(0, 0, 1200, 1300)
    with press.ink(CREAM, over=True, shade=("left", 1, 0.8)) as stencil:
        stencil.circle(600, 830, 380)
    ridges = [
        (SKY, (1100, 1010, 1080, 1160, 1060, 1000, 1090)),
        (TEAL, (1200, 1250, 1140, 1090, 1180, 1240, 1160)),
        (PAPER, (1360, 1300, 1290, 1330, 1400, 1370, 1330)),
    ]
    for color, ridge in ridges:
        with press.ink(color, over=True, shade=("top", 1, 0.84)) as stencil:
            stencil.polygon(hill(1200, 1600, ridge))
    for x, y, height in ((170, 1350, 300), (270, 1390, 220), (1010, 1420, 340), (1110, 1400, 240)):
        with press.ink(INK, over=True, shade=("right", 1, 0.9)) as stencil:
            for tier in range(3):
                wide, top = height * (0.2 + tier * 0.07), y - height + tier * height * 0.25
                stencil.polygon(
                    [(x, top), (x + wide, top + height * 0.42), (x - wide, top + height * 0.42)]
                )
            stencil.rectangle(x - 9, y - height * 0.1, x + 9, y + 14)
    with press.ink(OCHRE, over=True, shade=("center", 0.8, -0.2)) as stencil:
        stencil.circle(540, 1250, 210)
    _small_house(press, 490, 1336, wall=TOMATO, roof=INK)
    with press.ink(CREAM, over=True) as stencil:
        for _flake in range(240):
            x, y = press.random.randint(0, 1200), press.random.randint(0, 1600)
            stencil.circle(x, y, press.random.choice((3, 4, 5, 7, 9)))
    print_masthead(press, OCHRE)
