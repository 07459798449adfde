"""A small printing press: stencils, inks and grain on paper."""

from contextlib import contextmanager
from random import Random

from PIL import Image, ImageChops, ImageDraw

#: Stencils are cut at this multiple of the print's size, so that their edges are smooth.
FINENESS = 2
CONTRAST = 5
#: A shade: the side where the ink is thickest, and how thick it is there and at the other side.
GRADIENTS = {
    "top": (Image.linear_gradient("L"), None),
    "bottom": (Image.linear_gradient("L"), Image.Transpose.ROTATE_180),
    "left": (Image.linear_gradient("L"), Image.Transpose.ROTATE_90),
    "right": (Image.linear_gradient("L"), Image.Transpose.ROTATE_270),
    "center": (Image.radial_gradient("L"), None),
}


class Stencil:
    """A shape to be printed; ``cut=True`` takes away.

    ``size`` is that of the print in pixels. Coordinates are those of a print at scale 1.
    """

    def __init__(self, size, *, scale):
        self.image = Image.new("L", [side * FINENESS for side in size])
        self.draw = ImageDraw.Draw(self.image)
        self.factor = FINENESS * scale

    def polygon(self, points, *, cut=False):
        self.draw.polygon(self._scale(points), fill=0 if cut else 255)

    def rectangle(self, left, top, right, bottom, *, radius=0, cut=False):
        box = [side * self.factor for side in (left, top, right, bottom)]
        self.draw.rounded_rectangle(box, radius * self.factor, fill=0 if cut else 255)

    def circle(self, x, y, radius, *, cut=False):
        self.ellipse(x, y, radius, radius, cut=cut)

    def ellipse(self, x, y, radius_x, radius_y, *, cut=False):
        corners = [(x - radius_x, y - radius_y), (x + radius_x, y + radius_y)]
        self.draw.ellipse(self._scale(corners), fill=0 if cut else 255)

    def ring(self, x, y, radius, width):
        corners = [(x - radius, y - radius), (x + radius, y + radius)]
        self.draw.ellipse(
            self._scale(corners), outline=255, width=max(1, round(width * self.factor))
        )

    def arc(self, x, y, radius, *, start, end, width):
        """Draw a part of a ring; angles in degrees, clockwise from the right."""
        corners = self._scale([(x - radius, y - radius), (x + radius, y + radius)])
        self.draw.arc(corners, start, end, fill=255, width=max(1, round(width * self.factor)))

    def line(self, points, width, *, cut=False):
        """Draw a line with round joints and ends."""
        fill = 0 if cut else 255
        scaled = self._scale(points)
        self.draw.line(scaled, fill=fill, width=max(1, round(width * self.factor)))
        radius = width * self.factor / 2
        for x, y in scaled:
            self.draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=fill)

    def _scale(self, points):
        return [(x * self.factor, y * self.factor) for x, y in points]

    def reduce(self):
        """Return the part that was cut, in the print's size, and its box; ``None`` for nothing."""
        box = self.image.getbbox()
        if box is None:
            return None, None
        left, top = box[0] // FINENESS, box[1] // FINENESS
        right, bottom = -(-box[2] // FINENESS), -(-box[3] // FINENESS)
        fine = [side * FINENESS for side in (left, top, right, bottom)]
        return self.image.crop(fine).reduce(FINENESS), (left, top, right, bottom)


class Press:
    """Prints stencils over each other. The same seed gives the same print.

    ``size`` is that of a print at ``scale`` 1; a smaller scale prints the same smaller.
    """

    def __init__(self, size, *, paper, seed, scale=1):
        self.scale = scale
        self.size = size = tuple(round(side * scale) for side in size)
        self.random = Random(seed)  # noqa: S311 (for grain, not for secrets)
        self.image = Image.new("RGB", size, paper)
        noise = Image.frombytes("L", size, self.random.randbytes(size[0] * size[1]))
        self.noise = noise.point([round(value * 0.88) for value in range(256)])

    @contextmanager
    def ink(self, color, *, shade=None, over=False):
        """Give a stencil to cut, then print it in ``color``.

        Ink is translucent: it darkens what lies under it; with ``over`` it covers that.
        ``shade`` is a key of ``GRADIENTS`` with the amount of ink there and at the other side,
        such as ``("top", 1, 0.2)``; the ink thins out in grains.
        """
        stencil = Stencil(self.size, scale=self.scale)
        yield stencil
        mask, box = stencil.reduce()
        if box is None:
            return
        if shade:
            mask = ImageChops.multiply(mask, self._grain(box, *shade))
        layer = Image.new("RGB", mask.size, color)
        if not over:
            layer = ImageChops.multiply(layer, self.image.crop(box))
        self.image.paste(layer, box, mask)

    def _grain(self, box, side, near, far):
        """Return which part of ``box`` takes ink: grains, denser towards ``side``."""
        gradient, turn = GRADIENTS[side]
        gradient = gradient.transpose(turn) if turn is not None else gradient
        amounts = [255 * (near + (far - near) * step / 255) for step in range(256)]
        noise = self.noise.crop(box)
        amount = gradient.resize(noise.size).point([round(value) for value in amounts])
        return ImageChops.subtract(amount, noise, scale=1 / CONTRAST, offset=128)
