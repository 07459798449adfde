"""The pictures of the three columns."""

from itertools import pairwise

from .palette import CREAM, INK, NIGHT, OCHRE, PINK, SAGE, SKY, TEAL, TOMATO
from .picture import FIGURE, Portfolio
from .shapes import head, person, smooth

PICTURES = Portfolio()

#: A face in profile that looks to the right, as parts of its height around its middle.
PROFILE = [
    (-0.62, 0.62),
    (-0.42, 0.42),
    (-0.5, 0.12),
    (-0.48, -0.22),
    (-0.24, -0.47),
    (0.06, -0.5),
    (0.27, -0.36),
    (0.31, -0.18),
    (0.3, -0.1),
    (0.42, 0.05),
    (0.34, 0.1),
    (0.36, 0.16),
    (0.32, 0.19),
    (0.34, 0.24),
    (0.29, 0.27),
    (0.28, 0.38),
    (0.1, 0.42),
    (0.12, 0.62),
]


def profile(x, y, *, height, facing=1):
    """Return the outline of a head in profile with its neck."""
    points = [(x + dx * height * facing, y + dy * height) for dx, dy in PROFILE]
    return smooth(points, steps=8)


@PICTURES.add("column-close-range", FIGURE, focal_point=(0.5, 0.45, 0.6))
def print_close_range(press):
    """Two profiles so close that they overlap."""
    with press.ink(OCHRE, shade=("top", 0.5, 1)) as stencil:
        stencil.rectangle(0, 0, 1600, 1067)
    with press.ink(CREAM, over=True) as stencil:
        stencil.circle(800, 500, 420)
    with press.ink(TOMATO, shade=("left", 1, 0.82)) as stencil:
        stencil.polygon(profile(590, 560, height=860))
    with press.ink(SKY, shade=("right", 1, 0.82)) as stencil:
        stencil.polygon(profile(1010, 560, height=860, facing=-1))
    with press.ink(INK, over=True) as stencil:
        stencil.arc(722, 480, 44, start=20, end=150, width=11)
        stencil.arc(878, 480, 44, start=30, end=160, width=11)


@PICTURES.add("column-umbrella", FIGURE, focal_point=(0.5, 0.5, 0.7), paper=SKY)
def print_umbrella(press):
    """One umbrella for everybody."""
    with press.ink(NIGHT, shade=("top", 0.9, 0.1)) as stencil:
        stencil.rectangle(0, 0, 1600, 1067)
    with press.ink(CREAM, over=True) as stencil:
        for _drop in range(170):
            x, y = press.random.randint(-100, 1700), press.random.randint(-60, 1000)
            length = press.random.randint(24, 60)
            if 260 < x < 1380 and y > 180:
                continue  # dry
            stencil.line([(x, y), (x - length * 0.35, y + length)], 5)
    with press.ink(TEAL, over=True) as stencil:
        stencil.rectangle(0, 940, 1600, 1067)
    with press.ink(CREAM, shade=("top", 0.0, 0.75), over=True) as stencil:
        stencil.polygon([(240, 520), (1360, 520), (1290, 960), (310, 960)])
    panels = [TOMATO, OCHRE, TOMATO, OCHRE, TOMATO]
    edges = [170, 420, 670, 930, 1180, 1430]
    for color, (left, right) in zip(panels, pairwise(edges), strict=True):
        with press.ink(color, shade=("left", 1, 0.85), over=True) as stencil:
            stencil.polygon(_panel(left, right))
    with press.ink(INK, over=True) as stencil:
        stencil.line([(800, 90), (800, 150)], 16)
        stencil.line([(800, 540), (800, 1000)], 16)
        stencil.arc(840, 1000, 48, start=0, end=180, width=16)
    clothes = [NIGHT, PINK, TEAL, TOMATO, OCHRE, SAGE, INK, PINK, NIGHT, TOMATO]
    for index, color in enumerate(clothes):
        x = 350 + index * 100 + (10 if index > 4 else -40)
        _passer(press, x, 985, color=color, height=press.random.randint(210, 330))


def _panel(left, right):
    """A part of the umbrella between two of its ribs."""
    top = (800, 140)
    bow_left = ((left + 800) / 2 + (left - 800) * 0.28, 250)
    bow_right = ((right + 800) / 2 + (right - 800) * 0.28, 250)
    start = smooth([(left, 560), bow_left, top], closed=False)
    end = smooth([top, bow_right, (right, 560)], closed=False)
    middle = (left + right) / 2
    hem = smooth([(right, 560), (middle, 512), (left, 560)], closed=False)
    return [*start, *end, *hem]


def _passer(press, x, y, *, color, height):
    lean = press.random.uniform(-0.05, 0.05)
    with press.ink(color, over=True, shade=("top", 1, 0.85)) as stencil:
        stencil.polygon(person(x, y, height=height, lean=lean))
    with press.ink(INK if color != INK else PINK, over=True) as stencil:
        stencil.circle(*head(x, y, height=height, lean=lean))


@PICTURES.add("column-indoor-voices", FIGURE, focal_point=(0.5, 0.42, 0.5))
def print_indoor_voices(press):
    """A head that is a house, with the light on."""
    with press.ink(SAGE, shade=("bottom", 1, 0.45)) as stencil:
        stencil.rectangle(0, 0, 1600, 1067)
    with press.ink(PINK, over=True) as stencil:
        stencil.circle(1180, 330, 190)
    with press.ink(NIGHT, shade=("left", 1, 0.92), over=True) as stencil:
        stencil.polygon(profile(790, 560, height=960))
    with press.ink(CREAM, over=True) as stencil:
        stencil.polygon([(490, 410), (710, 210), (930, 410)])
        stencil.rectangle(530, 400, 890, 740)
    with press.ink(OCHRE, over=True, shade=("top", 1, 0.8)) as stencil:
        stencil.rectangle(765, 440, 855, 550)
        stencil.circle(710, 325, 38)
    with press.ink(TOMATO, over=True) as stencil:
        for step in range(6):
            left = 560 + step * 36
            stencil.rectangle(left, 704 - step * 32, left + 40, 740)
        stencil.polygon([(470, 420), (710, 200), (950, 420), (950, 378), (710, 158), (470, 378)])
    with press.ink(INK, over=True) as stencil:
        stencil.rectangle(806, 440, 814, 550)
        stencil.rectangle(765, 491, 855, 499)
        stencil.polygon(person(618, 672, height=150, lean=0.04))
        stencil.circle(*head(618, 672, height=150, lean=0.04))
