"""Figures of articles that play indoors."""

import math

from .palette import CREAM, INK, NIGHT, OCHRE, PAPER, PINK, SAGE, SKY, TEAL, TOMATO
from .picture import FIGURE, Portfolio
from .shapes import head, person, smooth, wave

PICTURES = Portfolio()


@PICTURES.add("table-for-two", FIGURE, focal_point=(0.5, 0.62, 0.6))
def print_table_for_two(press):
    """Two chairs, a table, two cups, and the sun that does not take sides."""
    with press.ink(PINK, shade=("bottom", 0.95, 0.25)) as stencil:
        stencil.rectangle(0, 0, 1600, 720)
    with press.ink(OCHRE, shade=("top", 1, 0.75), over=True) as stencil:
        stencil.circle(800, 400, 310)
    with press.ink(TEAL, shade=("top", 0.75, 1), over=True) as stencil:
        stencil.rectangle(0, 720, 1600, 1067)
    with press.ink(TOMATO, over=True) as stencil:
        _chair(stencil, 300, 1)
    with press.ink(NIGHT, over=True) as stencil:
        _chair(stencil, 1300, -1)
    with press.ink(CREAM, over=True) as stencil:
        stencil.ellipse(800, 625, 345, 52)
        stencil.polygon([(770, 640), (830, 640), (850, 960), (750, 960)])
        stencil.ellipse(800, 960, 150, 26)
    with press.ink(INK, shade=("right", 0.55, 0)) as stencil:
        stencil.ellipse(800, 625, 345, 52)
        stencil.polygon([(770, 640), (830, 640), (850, 960), (750, 960)])
    _cup(press, 655, TOMATO, 1)
    _cup(press, 945, NIGHT, -1)


def _chair(stencil, x, facing):
    """A chair seen from the side, whose seat looks to the right or (-1) to the left."""
    for left, top, right, bottom in (
        (-110, 330, -76, 960),
        (-110, 655, 150, 700),
        (112, 690, 146, 960),
    ):
        ends = sorted((x + left * facing, x + right * facing))
        stencil.rectangle(ends[0], top, ends[1], bottom, radius=14)
    for y in (390, 470, 550):
        ends = sorted((x - 105 * facing, x - 30 * facing))
        stencil.rectangle(ends[0], y, ends[1], y + 24, radius=12)


def _cup(press, x, color, facing):
    with press.ink(color, over=True) as stencil:
        stencil.ring(x + 46 * facing, 575, 26, 12)
        stencil.polygon([(x - 50, 540), (x + 50, 540), (x + 34, 622), (x - 34, 622)])
    with press.ink(CREAM, over=True) as stencil:
        steam = wave(400, 510, 0, height=12, length=80, phase=facing)
        stencil.line([(x + dy, y) for y, dy in steam], 9)


@PICTURES.add("shelf-of-jars", FIGURE, focal_point=(0.61, 0.53, 0.3), paper=CREAM)
def print_shelf_of_jars(press):
    """Three shelves of full jars; the lamp has found the empty one."""
    with press.ink(SAGE, shade=("bottom", 0.95, 0.5)) as stencil:
        stencil.rectangle(0, 0, 1600, 1067)
    with press.ink(OCHRE, shade=("center", 1, 0.1), over=True) as stencil:
        stencil.circle(984, 540, 330)
    fillings = [TOMATO, NIGHT, OCHRE, PINK, TEAL]
    for row, shelf in enumerate((330, 660, 990)):
        for column in range(7):
            x = 120 + column * 216 + press.random.randint(-8, 8)
            filling = None if (row, column) == (1, 4) else press.random.choice(fillings)
            _jar(press, x, shelf, filling)
        with press.ink(INK, over=True) as stencil:
            stencil.rectangle(0, shelf, 1600, shelf + 26)


def _jar(press, x, shelf, filling):
    """A jar on the shelf, filled with an ink, or empty."""
    tall = press.random.randint(175, 225)
    width = press.random.randint(62, 78)
    top = shelf - tall
    with press.ink(CREAM, shade=("left", 1, 0.82), over=True) as stencil:
        stencil.rectangle(x - width, top, x + width, shelf, radius=34)
    if filling:
        level = top + press.random.randint(30, 90)
        with press.ink(filling, shade=("right", 1, 0.72), over=True) as stencil:
            stencil.rectangle(x - width + 12, level, x + width - 12, shelf - 12, radius=22)
    with press.ink(INK if filling else TOMATO, over=True) as stencil:
        stencil.rectangle(x - width + 10, top - 26, x + width - 10, top + 8, radius=8)


@PICTURES.add("two-territories", FIGURE, focal_point=(0.5, 0.5, 0.7))
def print_two_territories(press):
    """The plan of a home in two inks, with a path that crosses the border."""
    border = smooth([(830, -20), (760, 250), (900, 480), (720, 700), (840, 1090)], closed=False)
    with press.ink(SKY, shade=("left", 1, 0.7)) as stencil:
        stencil.polygon([(0, 0), *border, (0, 1067)])
    with press.ink(PINK, shade=("right", 1, 0.7)) as stencil:
        stencil.polygon([(1600, 0), *border, (1600, 1067)])
    with press.ink(CREAM, over=True) as stencil:
        for room in ((200, 150, 620, 480), (200, 530, 480, 920), (530, 530, 1010, 920)):
            stencil.rectangle(*room, radius=6)
        for room in ((670, 150, 1010, 480), (1060, 150, 1400, 640), (1060, 690, 1400, 920)):
            stencil.rectangle(*room, radius=6)
        for door in ((600, 270, 690, 360), (990, 300, 1080, 390), (300, 470, 390, 540)):
            stencil.rectangle(*door)
        for door in ((720, 470, 810, 540), (1000, 760, 1070, 850), (1200, 630, 1290, 700)):
            stencil.rectangle(*door)
    with press.ink(TEAL, shade=("left", 1, 0.5)) as stencil:
        stencil.polygon([(200, 150), (480, 150), (200, 420)])
        stencil.rectangle(240, 640, 440, 880, radius=20)
        stencil.circle(620, 830, 60)
    with press.ink(TOMATO, shade=("right", 1, 0.5)) as stencil:
        stencil.circle(1230, 400, 120)
        stencil.rectangle(1100, 760, 1360, 880, radius=20)
        stencil.rectangle(880, 190, 970, 440, radius=12)
    path = [(330, 560), (340, 380), (640, 315), (760, 400), (765, 620), (900, 800), (1090, 805)]
    path += [(1240, 740), (1245, 590)]
    with press.ink(INK) as stencil:
        for index, (x, y) in enumerate(smooth(path, closed=False, steps=7)):
            if index % 2 == 0:
                stencil.circle(x, y, 11)


@PICTURES.add("telephone-supper", FIGURE, focal_point=(0.5, 0.5, 0.5))
def print_telephone_supper(press):
    """A telephone served on a plate."""
    with press.ink(TOMATO, shade=("top", 0.9, 1)) as stencil:
        stencil.rectangle(0, 0, 1600, 1067)
    with press.ink(PINK, over=True) as stencil:
        for x in range(-1100, 1700, 130):
            stencil.line([(x, 1080), (x + 1080, -10)], 18)
    for radius, color, shade in (
        (440, CREAM, None),
        (440, INK, ("bottom", 0.22, 0)),
        (310, PAPER, None),
        (310, INK, ("top", 0.26, 0)),
    ):
        with press.ink(color, over=color != INK, shade=shade) as stencil:
            stencil.circle(800, 533, radius)
    with press.ink(INK, over=True) as stencil:
        _fork(stencil, 190)
        stencil.rectangle(1390, 480, 1418, 900, radius=14)
        stencil.polygon(smooth([(1390, 500), (1380, 250), (1418, 160), (1440, 330), (1430, 500)]))
    with press.ink(NIGHT, over=True) as stencil:
        stencil.line(smooth(_cord(), closed=False, steps=4), 15)
    with press.ink(TEAL, over=True, shade=("top", 1, 0.88)) as stencil:
        stencil.polygon(smooth([(560, 640), (590, 420), (800, 350), (1010, 420), (1040, 640)]))
        stencil.polygon(smooth([(500, 420), (520, 300), (800, 240), (1080, 300), (1100, 420)]))
        stencil.ellipse(560, 405, 100, 64)
        stencil.ellipse(1040, 405, 100, 64)
    with press.ink(CREAM, over=True) as stencil:
        stencil.circle(800, 520, 100)
    with press.ink(INK, over=True) as stencil:
        for index in range(10):
            angle = math.radians(index * 30 + 30)
            stencil.circle(800 + 68 * math.cos(angle), 520 + 68 * math.sin(angle), 13)


def _fork(stencil, x):
    stencil.rectangle(x - 14, 420, x + 14, 900, radius=14)
    stencil.polygon(smooth([(x - 58, 330), (x + 58, 330), (x + 40, 440), (x - 40, 440)]))
    for shift in (-50, -17, 17, 50):
        stencil.rectangle(x + shift - 9, 170, x + shift + 9, 380, radius=9)


def _cord():
    """A curling cord that leaves the plate at the lower right."""
    points = []
    for step in range(150):
        turns = step * 0.55
        x, y = 590 + step * 4.6, 700 + 110 * math.sin(step / 45) + step * 0.6
        points.append((x + 34 * math.cos(turns), y + 34 * math.sin(turns)))
    return points


@PICTURES.add("lit-windows", FIGURE, focal_point=(0.5, 0.5, 0.6), paper=NIGHT)
def print_lit_windows(press):
    """The front of a house at night: in each window somebody with somebody."""
    with press.ink(INK, over=True) as stencil:
        stencil.rectangle(110, 70, 1490, 1067)
    lights = [OCHRE, OCHRE, PINK, TOMATO, CREAM, SKY]
    for row in range(3):
        for column in range(5):
            left, top = 170 + column * 256, 130 + row * 312
            lit = (row, column) != (1, 3)
            light = press.random.choice(lights) if lit else NIGHT
            with press.ink(light, over=True, shade=("top", 1, 0.8) if lit else None) as stencil:
                stencil.rectangle(left, top, left + 206, top + 252, radius=4)
            if lit:
                _household(press, left, top + 252)
    with press.ink(CREAM, over=True) as stencil:
        stencil.circle(1548, 60, 34)


def _household(press, left, floor):
    """One or two small figures, near or far, and a lamp."""
    choose = press.random.choice
    places = choose([(56, 150), (40, 172), (104,), (70, 128), (48, 160)])
    with press.ink(INK, over=True) as stencil:
        for place in places:
            height, lean = choose((150, 165, 120)), choose((-0.06, 0, 0.05))
            stencil.polygon(person(left + place, floor, height=height, lean=lean))
            stencil.circle(*head(left + place, floor, height=height, lean=lean))
        stencil.line([(left + 103, floor - 252), (left + 103, floor - 215)], 4)
        stencil.polygon(
            [
                (left + 88, floor - 216),
                (left + 118, floor - 216),
                (left + 132, floor - 190),
                (left + 74, floor - 190),
            ]
        )
