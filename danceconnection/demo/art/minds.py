"""Figures of articles that play inside somebody."""

from .palette import CREAM, INK, NIGHT, OCHRE, PINK, SAGE, SKY, TEAL, TOMATO
from .picture import FIGURE, Portfolio
from .shapes import hill, leaf, smooth, turn

PICTURES = Portfolio()


@PICTURES.add("one-lit-window", FIGURE, focal_point=(0.5, 0.5, 0.6), paper=NIGHT)
def print_one_lit_window(press):
    """A town at three in the morning."""
    with press.ink(SKY, shade=("center", 0.7, -0.2), over=True) as stencil:
        stencil.circle(800, 430, 640)
    with press.ink(CREAM, shade=("top", 1, 0.8), over=True) as stencil:
        stencil.circle(800, 430, 330)
    with press.ink(SKY, shade=("center", 0.75, 0.1)) as stencil:
        for x, y, radius in ((700, 330, 70), (900, 300, 40), (880, 500, 90), (690, 560, 45)):
            stencil.circle(x, y, radius)
    for row, color in enumerate((TEAL, (39, 84, 104), INK)):
        base = 600 + row * 150
        x = -40
        while x < 1600:
            width, tall = press.random.randint(110, 190), press.random.randint(0, 110)
            _town_house(press, x, base - tall, width, color=color, pointed=tall > 40)
            x += width - 4
    with press.ink(OCHRE, over=True) as stencil:
        stencil.rectangle(1012, 872, 1072, 950)
    with press.ink(OCHRE, shade=("center", 0.7, -0.2), over=True) as stencil:
        stencil.circle(1042, 911, 150)
    with press.ink(OCHRE, over=True) as stencil:
        stencil.rectangle(1012, 872, 1072, 950)
    with press.ink(INK, over=True) as stencil:
        stencil.circle(1046, 918, 13)
        stencil.ellipse(1046, 950, 22, 22)
        stencil.rectangle(1000, 950, 1090, 980)


def _town_house(press, left, top, width, *, color, pointed):
    with press.ink(color, shade=("top", 1, 0.9), over=True) as stencil:
        stencil.rectangle(left, top, left + width, 1067)
        if pointed:
            stencil.polygon(
                [(left - 6, top + 2), (left + width / 2, top - 70), (left + width + 6, top + 2)]
            )
        stencil.rectangle(left + width * 0.7, top - 60, left + width * 0.82, top + 5)
    with press.ink(NIGHT, over=True) as stencil:
        for y in range(int(top) + 30, 1067, 84):
            for x in (0.2, 0.6):
                stencil.rectangle(left + width * x, y, left + width * (x + 0.2), y + 44)


@PICTURES.add("large-bouquet", FIGURE, focal_point=(0.5, 0.45, 0.6), paper=PINK)
def print_large_bouquet(press):
    """More flowers than the vase was made for."""
    with press.ink(TOMATO, shade=("bottom", 0.9, 0.2)) as stencil:
        stencil.rectangle(0, 0, 1600, 1067)
    with press.ink(NIGHT, over=True) as stencil:
        stencil.rectangle(0, 930, 1600, 1067)
    heads = []
    for index in range(38):
        angle = -168 + index * 156 / 37
        heads.append((*turn(800, 700, angle=angle, along=press.random.randint(230, 600)), angle))
    with press.ink(TEAL, over=True) as stencil:
        for x, y, _angle in heads:
            bend = (800 + (x - 800) * 0.35, 690 + (y - 700) * 0.55)
            stencil.line(smooth([(800, 800), bend, (x, y)], closed=False), 8)
    for x, y, angle in heads:
        with press.ink(press.random.choice((TEAL, SAGE)), over=True) as stencil:
            stencil.polygon(leaf(x, y, length=130, width=60, angle=angle + 60))
    for index, (x, y, angle) in enumerate(heads):
        _bloom(press, x, y, kind=index % 4, angle=angle)
    with press.ink(CREAM, shade=("left", 1, 0.84), over=True) as stencil:
        stencil.polygon(
            smooth(
                [
                    (750, 770),
                    (850, 770),
                    (838, 820),
                    (880, 900),
                    (850, 962),
                    (750, 962),
                    (720, 900),
                    (762, 820),
                ]
            )
        )
    with press.ink(INK, over=True) as stencil:
        stencil.rectangle(746, 850, 862, 866, radius=6)


def _bloom(press, x, y, *, kind, angle):
    """One flower: a daisy, a tulip, a poppy or a ball of small petals."""
    size = press.random.randint(40, 66)
    petals = (CREAM, TOMATO, OCHRE, SKY)[kind]
    with press.ink(petals, over=True) as stencil:
        if kind == 0:
            for step in range(0, 360, 36):
                stencil.polygon(leaf(x, y, length=size * 1.35, width=28, angle=step + angle))
        elif kind == 1:
            for step in (-34, 0, 34):
                stencil.polygon(leaf(x, y, length=size * 1.8, width=58, angle=angle + step))
        else:
            for step in range(0, 360, 72 if kind == 2 else 45):
                stencil.circle(*turn(x, y, angle=step, along=size * 0.55), size * 0.5)
    with press.ink((OCHRE, OCHRE, INK, CREAM)[kind], over=True) as stencil:
        stencil.circle(x, y, size * 0.3)


@PICTURES.add("still-lake", FIGURE, focal_point=(0.5, 0.6, 0.6), paper=NIGHT)
def print_still_lake(press):
    """Hills and moon, twice, and a boat between them."""
    horizon = 560
    with press.ink(TEAL, shade=("bottom", 0.85, 0), over=True) as stencil:
        stencil.rectangle(0, 0, 1600, horizon)
    for turned in (False, True):
        _moonlit_hills(press, horizon, turned=turned)
    with press.ink(CREAM, over=True) as stencil:
        for y in range(horizon + 40, 1050, 38):
            middle, half = 1120 + press.random.randint(-40, 40), press.random.randint(30, 110)
            stencil.line([(middle - half, y), (middle + half, y)], 4)
    with press.ink(INK, over=True) as stencil:
        stencil.polygon(smooth([(430, 742), (470, 800), (700, 800), (750, 735), (600, 762)]))
        stencil.circle(588, 628, 30)
        stencil.polygon(smooth([(540, 770), (552, 690), (588, 664), (624, 690), (640, 770)]))
    with press.ink(TOMATO, over=True) as stencil:
        stencil.polygon(
            smooth([(430, 736), (520, 766), (660, 766), (752, 730), (700, 790), (480, 790)])
        )
    with press.ink(INK, shade=("top", 0.7, 0)) as stencil:
        stencil.polygon(smooth([(450, 806), (730, 806), (660, 880), (520, 880)]))


def _moonlit_hills(press, horizon, *, turned):
    """Print moon and hills above the horizon, or, fainter, below it."""

    def place(y):
        return 2 * horizon - y if turned else y

    strength = 0.72 if turned else 1
    with press.ink(CREAM, shade=("center", strength, strength), over=True) as stencil:
        stencil.circle(1120, place(270), 130)
    ridges = (
        (SKY, (420, 360, 450, 500, 430, 380, 470)),
        (SAGE, (540, 470, 400, 480, 540, 556, 520)),
    )
    for color, ridge in ridges:
        outline = hill(1600, horizon, ridge)
        with press.ink(color, shade=("center", strength, strength), over=True) as stencil:
            stencil.polygon([(x, place(y)) for x, y in outline])
