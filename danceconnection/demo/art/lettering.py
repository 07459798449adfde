"""Capital letters drawn with a pen of one width, so that no font is needed."""

from .shapes import smooth

#: Strokes of each letter through points of a grid, 0–4 across and 0–6 down. ``~`` marks a
#: curve and ``o`` a closed one.
LETTERS = {
    "A": ("06 20 46", "14 34"),
    "B": ("00 06", "~00 20 31 32 23 03", "~03 23 34 35 26 06"),
    "C": ("~41 30 10 01 05 16 36 45",),
    "D": ("00 06", "~00 20 42 44 26 06"),
    "E": ("40 00 06 46", "03 33"),
    "F": ("40 00 06", "03 33"),
    "G": ("~41 30 10 01 05 16 36 45", "45 43 23"),
    "H": ("00 06", "40 46", "03 43"),
    "I": ("00 06",),
    "J": ("~30 34 35 26 16 05",),
    "K": ("00 06", "40 03 46"),
    "L": ("00 06 46",),
    "M": ("06 00 23 40 46",),
    "N": ("06 00 46 40",),
    "O": ("o10 30 41 45 36 16 05 01",),
    "P": ("06 00", "~00 20 31 32 23 03"),
    "Q": ("o10 30 41 45 36 16 05 01", "34 46"),
    "R": ("06 00", "~00 20 31 32 23 03", "23 46"),
    "S": ("~41 30 10 01 02 13 33 44 45 36 16 05",),
    "T": ("00 40", "20 26"),
    "U": ("~00 04 05 16 36 45 44 40",),
    "V": ("00 26 40",),
    "W": ("00 16 22 36 40",),
    "X": ("00 46", "40 06"),
    "Y": ("00 23 40", "23 26"),
    "Z": ("00 40 06 46",),
    "-": ("13 33",),
    " ": ("00 00",),
}
SPACING = 1.7
HEIGHT = 6


def write(stencil, text, x, y, *, height, weight):
    """Write capital letters from the left edge ``x`` with their top at ``y``."""
    unit = height / HEIGHT
    for letter in text:
        for stroke in LETTERS[letter] if letter != " " else ():
            stencil.line([(x + dx * unit, y + dy * unit) for dx, dy in _trace(stroke)], weight)
        x += (_width(letter) + SPACING) * unit


def write_centered(stencil, text, middle, y, *, height, weight):
    """Write capital letters around ``middle``."""
    units = sum(_width(letter) + SPACING for letter in text) - SPACING
    left = middle - units * height / HEIGHT / 2
    write(stencil, text, left, y, height=height, weight=weight)


def _width(letter):
    if letter == " ":
        return 1.2
    return max(int(point[-2]) for stroke in LETTERS[letter] for point in stroke.split())


def _trace(stroke):
    points = [(int(point[-2]), int(point[-1])) for point in stroke.split()]
    if stroke[0] == "o":
        curve = smooth(points)
        return [*curve, curve[0]]
    return smooth(points, closed=False) if stroke[0] == "~" else points
