"""Images as GIF shows them, and how they differ: colors, and pixels that are either opaque or transparent."""

from msgspec import Struct
from PIL import Image, ImageChops

Box = tuple[int, int, int, int]

Color = tuple[int, int, int]

# Pixels with at least this alpha are opaque.
OPAQUE = 128
# The side of the blocks whose mean colors are compared.
_BLOCK = 8
# The mean deviation within a block, per channel, up to which it is flat. Dithered areas are.
_FLAT = 12


class Layer(Struct, frozen=True):
    """An RGB image and a mask (mode L) that is 255 where the image is opaque and 0 elsewhere."""

    colors: Image.Image
    mask: Image.Image

    @classmethod
    def of(cls, image: Image.Image) -> "Layer":
        """Return the image with each pixel either opaque or transparent."""
        if image.mode == "RGBA":
            mask = image.getchannel("A").point([255 * (alpha >= OPAQUE) for alpha in range(256)])
        else:
            mask = Image.new("L", image.size, 255)
        return cls(image.convert("RGB"), mask)

    @classmethod
    def transparent(cls, size: tuple[int, int]) -> "Layer":
        """Return a transparent layer, as the canvas of a GIF is at the start."""
        return cls(Image.new("RGB", size), Image.new("L", size, 0))

    def crop(self, box: Box) -> "Layer":
        """Return a part of the layer."""
        return Layer(self.colors.crop(box), self.mask.crop(box))

    def paint(self, colors: Image.Image, mask: Image.Image, box: Box) -> None:
        """Draw over a part of this layer where the mask is 255."""
        self.colors.paste(colors, box, mask)
        self.mask.paste(255, box, mask)

    def clear(self, box: Box) -> None:
        """Make an area transparent."""
        self.mask.paste(0, box)

    def image(self) -> Image.Image:
        """Return a copy in mode RGB, or RGBA if some pixels are transparent."""
        if self.mask.getextrema() == (255, 255):
            return self.colors.copy()
        return Image.merge("RGBA", (*self.colors.split(), self.mask))


def to_paint(wanted: Layer, shown: Layer, tolerance: int = 0) -> Image.Image:
    """Return a mask of the opaque pixels that are not shown, or deviate in a channel by more than this."""
    deviation = _largest_channel(ImageChops.difference(wanted.colors, shown.colors))
    unlike = deviation.point([255 * (value > tolerance) for value in range(256)])
    return ImageChops.darker(wanted.mask, ImageChops.lighter(unlike, ImageChops.invert(shown.mask)))


def block_errors(image: Image.Image, wanted: Image.Image) -> Image.Image:
    """Return the deviation of the mean color of each block of 8 x 8 pixels: the largest of its channels."""
    return _largest_channel(ImageChops.difference(image.reduce(_BLOCK), wanted.reduce(_BLOCK)))


def largest_error(image: Image.Image, wanted: Image.Image) -> int:
    """Return the largest deviation of the mean color of a block of 8 x 8 pixels that should be flat.

    Along edges, a deviation is hardly visible, because the colors next to it differ much more.
    """
    spread = ImageChops.difference(wanted, _enlarged(wanted.reduce(_BLOCK)).crop((0, 0, *wanted.size)))
    flat = _largest_channel(spread.reduce(_BLOCK)).point([255 * (value <= _FLAT) for value in range(256)])
    return highest(ImageChops.darker(block_errors(image, wanted), flat))


def blocks_above(errors: Image.Image, limit: int, size: tuple[int, int]) -> Image.Image:
    """Return a mask of this size of the blocks whose error is above the limit."""
    return _enlarged(errors.point([255 * (error > limit) for error in range(256)])).crop((0, 0, *size))


def farthest_pixels(
    wanted: Image.Image, image: Image.Image, errors: Image.Image, limit: int, count: int
) -> list[tuple[int, int, int]]:
    """Return the wanted color of the pixel that deviates most, for blocks whose error is above the limit.

    There is one for each of up to `count` blocks, those with the largest errors first.
    """
    values = errors.tobytes()
    worst = sorted((at for at, error in enumerate(values) if error > limit), key=lambda at: -values[at])
    deviations = _largest_channel(ImageChops.difference(image, wanted))
    found = []
    for at in worst[:count]:
        left, top = at % errors.width * _BLOCK, at // errors.width * _BLOCK
        box = left, top, min(left + _BLOCK, wanted.width), min(top + _BLOCK, wanted.height)
        block, colors = deviations.crop(box).tobytes(), wanted.crop(box).tobytes()
        pixel = 3 * block.index(max(block))
        found.append((colors[pixel], colors[pixel + 1], colors[pixel + 2]))
    return found


def aligned(box: Box, size: tuple[int, int]) -> Box:
    """Return the box, enlarged to whole blocks of 8 x 8 pixels of an image of this size."""
    left, top, right, bottom = box
    return (
        left - left % _BLOCK,
        top - top % _BLOCK,
        min(size[0], -(-right // _BLOCK) * _BLOCK),
        min(size[1], -(-bottom // _BLOCK) * _BLOCK),
    )


def highest(image: Image.Image) -> int:
    """Return the highest value of an image with one band."""
    value = image.getextrema()[1]
    assert isinstance(value, int)  # noqa: S101  one band; the stub allows for several
    return value


def union(*boxes: Box | None) -> Box | None:
    """Return the smallest box around all boxes that are not None."""
    found = [box for box in boxes if box]
    if not found:
        return None
    lefts, tops, rights, bottoms = zip(*found, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _enlarged(blocks: Image.Image) -> Image.Image:
    return blocks.resize((blocks.width * _BLOCK, blocks.height * _BLOCK), Image.Resampling.NEAREST)


def _largest_channel(image: Image.Image) -> Image.Image:
    first, second, third = image.split()
    return ImageChops.lighter(ImageChops.lighter(first, second), third)
