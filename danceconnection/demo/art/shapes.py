"""Outlines as lists of points: curves, hills, leaves, people."""

import math


def smooth(points, *, closed=True, steps=12):
    """Return a curve through ``points`` (Catmull-Rom)."""
    count = len(points)
    last = count if closed else count - 1
    curve = []
    for index in range(last):
        a, b, c, d = (
            points[(index + shift) % count if closed else min(max(index + shift, 0), count - 1)]
            for shift in (-1, 0, 1, 2)
        )
        curve += [_between(a, b, c, d, step / steps) for step in range(steps)]
    return curve if closed else [*curve, points[-1]]


def _between(a, b, c, d, t):
    """Return the point at ``t`` of the way from ``b`` to ``c``."""
    return tuple(
        0.5
        * (
            2 * q
            + (r - p) * t
            + (2 * p - 5 * q + 4 * r - s) * t * t
            + (3 * q - p - 3 * r + s) * t**3
        )
        for p, q, r, s in zip(a, b, c, d, strict=True)
    )


def hill(width, height, ridge):
    """Return everything below the smooth ``ridge``, given as heights at equal distances."""
    distance = width / (len(ridge) - 1)
    top = smooth([(index * distance, y) for index, y in enumerate(ridge)], closed=False)
    return [*top, (width, height), (0, height)]


def wave(left, right, y, *, height, length, phase=0.0):
    """Return a sine line from ``left`` to ``right`` around ``y``."""
    steps = max(8, int((right - left) / 6))
    return [
        (x, y + height * math.sin(2 * math.pi * (x - left) / length + phase))
        for x in (left + (right - left) * step / steps for step in range(steps + 1))
    ]


def leaf(x, y, *, length, width, angle):
    """Return a leaf that starts at the point and grows in the direction ``angle`` (degrees)."""
    outline = [(0, 0), (0.3, 0.9), (0.65, 0.8), (1, 0), (0.65, -0.8), (0.3, -0.9)]
    turned = []
    for along, across in outline:
        turned.append(turn(x, y, angle=angle, along=along * length, across=across * width / 2))
    return smooth(turned)


def turn(x, y, *, angle, along, across=0.0):
    """Return the point ``along`` and ``across`` the direction ``angle`` from a point."""
    radians = math.radians(angle)
    cosine, sine = math.cos(radians), math.sin(radians)
    return x + along * cosine - across * sine, y + along * sine + across * cosine


def blob(x, y, radius, *, random, roughness=0.18, points=9):
    """Return a round shape cut by hand."""
    outline = []
    for index in range(points):
        distance = radius * (1 + random.uniform(-roughness, roughness))
        outline.append(turn(x, y, angle=360 * index / points, along=distance))
    return smooth(outline)


def person(x, y, *, height, lean=0.0):
    """Return the body of a standing figure, without the head, on the ground at the point."""
    w = height * 0.2
    shoulder = y - height * 0.76
    shift = lean * height
    return smooth(
        [
            (x - w, y),
            (x - w * 0.92 + shift * 0.5, y - height * 0.4),
            (x - w * 0.72 + shift, shoulder + height * 0.06),
            (x + shift, shoulder - height * 0.03),
            (x + w * 0.72 + shift, shoulder + height * 0.06),
            (x + w * 0.92 + shift * 0.5, y - height * 0.4),
            (x + w, y),
        ]
    )


def head(x, y, *, height, lean=0.0):
    """Return centre and radius of the head that belongs to ``person`` with the same values."""
    return x + lean * height * 1.15, y - height * 0.89, height * 0.115


def bird(x, y, size, *, facing=1):
    """Return a sitting bird whose feet are at the point."""
    outline = [(-1.5, -0.1), (-0.6, -0.55), (0.1, -1.15), (0.62, -1.3), (0.78, -1.02)]
    outline += [(1.1, -0.9), (0.75, -0.8), (0.55, -0.2), (0, 0.02), (-0.6, -0.05)]
    return smooth([(x + dx * size * facing, y + dy * size) for dx, dy in outline], steps=8)
