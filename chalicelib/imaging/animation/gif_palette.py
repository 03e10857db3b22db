"""Reduce images to the at most 256 colors of a GIF frame."""

from collections.abc import Sequence
from itertools import compress
from math import isqrt

from msgspec import Struct
from PIL import Image

from chalicelib.imaging.animation.layer import Color, Layer
from chalicelib.imaging.kernel import library
from chalicelib.imaging.kernel import palette as kernel_palette

MAX_COLORS = 256
# A palette is computed from at most this many pixels: by the kernel, which takes a tenth of the time for
# each, and by Pillow.
_SAMPLE_PIXELS, _SAMPLE_PIXELS_OF_PILLOW = 200_000, 20_000


class Palette(Struct, frozen=True):
    """Up to 256 colors. `exact` is set if the images that it was made for have no other colors.

    `image` is in mode P, with these colors as its palette.
    """

    colors: tuple[Color, ...]
    exact: bool
    image: Image.Image

    @classmethod
    def of(cls, colors: Sequence[Color], *, exact: bool) -> "Palette":
        """Return the palette of at least one color."""
        image = Image.new("P", (1, 1))
        # The remaining entries repeat the first color, so that no pixel is matched with another color.
        padded = [*colors, *[colors[0]] * (MAX_COLORS - len(colors))]
        image.putpalette([value for color in padded for value in color])
        return cls(tuple(colors), exact, image)

    @classmethod
    def of_table(cls, table: bytes, *, exact: bool) -> "Palette":
        """Return the palette of at least one color in RGB bytes."""
        return cls.of(_colors(table), exact=exact)

    def with_colors(self, colors: Sequence[Color]) -> "Palette":
        """Return the palette with more colors."""
        return self.of(list(dict.fromkeys((*self.colors, *colors))), exact=False)

    def table(self) -> bytes:
        """Return the colors as RGB bytes."""
        return bytes(value for color in self.colors for value in color)

    def map(
        self,
        image: Image.Image,
        mask: Image.Image,
        dither: Image.Dither = Image.Dither.NONE,
        tolerance: int = 0,
    ) -> Image.Image:
        """Return an RGB image in mode P. Pixels where the mask is 0 do not matter.

        With a tolerance, pixels can repeat a neighbor's color instead of the nearest one, to save bytes: see
        kernel/palette.py. Pillow's way ignores it.
        """
        kernel = library.loaded()
        if kernel and dither is Image.Dither.NONE:
            return self._mapped(kernel_palette.indices(kernel, image, self.table(), tolerance))
        used = image
        if mask.getextrema() != (255, 255):
            used = Image.new("RGB", image.size, self.colors[0])
            used.paste(image, mask=mask)
        return self._lookup(used) if self.exact else used.quantize(palette=self.image, dither=dither)

    def _mapped(self, indices: Image.Image) -> Image.Image:
        """Return indices, in mode L, as an image with this palette."""
        indices.putpalette(self.image.getpalette() or [])
        return indices

    def _lookup(self, image: Image.Image) -> Image.Image:
        """Map without any error. Pillow's nearest color is off by up to 3, because it compares 6 bits."""
        own = image.quantize(MAX_COLORS, Image.Quantize.MEDIANCUT)
        position = {color: index for index, color in enumerate(self.colors)}
        indices = [position.get(color, 0) for color in _palette_of(own)]
        return self._mapped(own.point(indices + [0] * (MAX_COLORS - len(indices))))


class ColorCount:
    """The colors of several images, and how many pixels each has, as long as a palette has room for them."""

    def __init__(self) -> None:
        self._counts: dict[Color, int] | None = {}

    @property
    def is_full(self) -> bool:
        """True if there are too many colors."""
        return self._counts is None

    def add(self, image: Image.Image) -> None:
        """Add the colors of an RGB image."""
        found = image.getcolors(MAX_COLORS)
        if self._counts is None or found is None:
            self._counts = None
            return
        for count, color in found:
            assert isinstance(color, tuple)  # noqa: S101  RGB; the stub allows for other modes
            red, green, blue = color
            self._counts[red, green, blue] = self._counts.get((red, green, blue), 0) + count
        if len(self._counts) > MAX_COLORS:
            self._counts = None

    def palette(self, limit: int) -> Palette | None:
        """Return the colors if there are at most `limit`, else None.

        They are sorted by frequency, because frames that use only low indices take fewer bytes.
        """
        counts = self._counts
        if counts is None or len(counts) > limit:
            return None
        return Palette.of(sorted(counts, key=lambda color: (-counts[color], color)), exact=True)


def black() -> Palette:
    """Return the palette of images without any opaque pixels."""
    return Palette.of([(0, 0, 0)], exact=True)


def palette_for(layer: Layer, limit: int) -> Palette:
    """Return a palette for the opaque pixels: their colors if there are at most `limit`, else a selection."""
    if not layer.mask.getbbox():
        return black()
    kernel = library.loaded()
    if kernel and layer.mask.width * layer.mask.height <= _SAMPLE_PIXELS:
        selected, exact = kernel_palette.select(kernel, layer.colors, layer.mask, limit)
        return Palette.of_table(selected, exact=exact)
    image = opaque_pixels(layer)
    colors = ColorCount()
    colors.add(image)
    sample = thinned(image, sample_scale(image.width * image.height))
    return colors.palette(limit) or selection(sample, limit)


def opaque_pixels(layer: Layer) -> Image.Image:
    """Return an RGB image of only the opaque pixels, of which there is at least one."""
    opaque = layer.mask.histogram()[-1]
    if opaque == layer.mask.width * layer.mask.height:
        return layer.colors
    pixels = bytes(compress(layer.colors.tobytes(), layer.mask.convert("RGB").tobytes()))
    width, height = packed_size(opaque)
    # The last row is filled up with the first pixels.
    return Image.frombytes("RGB", (width, height), (pixels + pixels)[: 3 * width * height])


def packed_size(pixels: int) -> tuple[int, int]:
    """Return the size of a nearly square image with room for this many pixels."""
    width = isqrt(pixels)
    return width, -(-pixels // width)


def sample_scale(pixels: int) -> float:
    """Return the factor for both sides of images with this many pixels in total, to make a sample of them."""
    most = _SAMPLE_PIXELS if library.loaded() else _SAMPLE_PIXELS_OF_PILLOW
    scale: float = (most / pixels) ** 0.5
    return min(1.0, scale)


def thinned(image: Image.Image, scale: float) -> Image.Image:
    """Return pixels of the image at regular distances, in one row."""
    size = max(1, int(image.width * scale)), max(1, int(image.height * scale))
    pixels = image.resize(size, Image.Resampling.NEAREST).tobytes()
    return Image.frombytes("RGB", (len(pixels) // 3, 1), pixels)


def selection(sample: Image.Image, limit: int) -> Palette:
    """Return up to `limit` colors that represent the sample.

    Without the kernel, maximum coverage finds small areas of a distinct color, which a median cut merges
    with others. K-means then moves each color to the mean of its pixels. Largest error of the mean of 8 x 8
    pixels, in seven animations with 255 colors each: 54 (median cut), 31 (with k-means), 26 (maximum
    coverage), 25 (this).
    """
    kernel = library.loaded()
    if kernel:
        every = Image.new("L", sample.size, 255)
        selected, _ = kernel_palette.select(kernel, sample, every, limit)
        return Palette.of_table(selected, exact=False)
    reduced = sample.quantize(limit, Image.Quantize.MAXCOVERAGE, kmeans=1)
    counts, colors = reduced.histogram(), _palette_of(reduced)
    order = sorted(range(len(colors)), key=lambda index: -counts[index])
    return Palette.of(list(dict.fromkeys(colors[index] for index in order if counts[index])), exact=False)


def _palette_of(image: Image.Image) -> list[Color]:
    return _colors(image.getpalette() or [])


def _colors(values: Sequence[int]) -> list[Color]:
    return list(zip(values[::3], values[1::3], values[2::3], strict=True))
