"""What a picture of the demo is, and how one is declared."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from . import palette
from .press import Press

FIGURE = (1600, 1067)
PORTRAIT = (1000, 1000)
COVER = (1200, 1600)
BOOK = (800, 1200)


@dataclass(frozen=True)
class Picture:
    """A picture: its name, its size, and the function that prints it.

    ``focal_point`` is the middle of what must stay visible when the picture is cropped, with
    the size of the square around it, all as fractions: of the width, the height, the width.
    """

    name: str
    size: tuple[int, int]
    focal_point: tuple[float, float, float]
    paper: tuple[int, int, int]
    print: Callable[[Press], None]

    def render(self, *, scale=1):
        """Return the finished picture as a Pillow image."""
        press = Press(self.size, paper=self.paper, seed=self.name, scale=scale)
        self.print(press)
        return press.image

    def to_jpeg(self, *, scale=1):
        """Return the bytes of a JPEG file."""
        file = BytesIO()
        self.render(scale=scale).save(file, "JPEG", quality=80)
        return file.getvalue()

    def get_focal_point(self, *, scale=1):
        """Return the focal point in pixels, as the fields of Wagtail's image model."""
        x, y, side = self.focal_point
        width, height = (length * scale for length in self.size)
        return {
            "focal_point_x": round(x * width),
            "focal_point_y": round(y * height),
            "focal_point_width": round(side * width),
            "focal_point_height": round(side * width),
        }


class Portfolio(dict):
    """Pictures by name; a module of this package declares its own in one of these."""

    def add(self, name, size, *, focal_point=(0.5, 0.5, 0.4), paper=palette.PAPER):
        """Decorate a function that prints a picture on the press it is given."""

        def register(function):
            self[name] = Picture(name, size, focal_point, paper, function)
            return function

        return register
