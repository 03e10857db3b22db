"""Reduce images to the at most 256 colors of a GIF frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from math import isqrt

from PIL import Image

from chalicelib.imaging.animation.layer import Layer

MAX_COLORS = 256
# A palette is computed from at most this many pixels of at most this many images. Its largest errors do not
# fall with 40,000 or 80,000 pixels, but the time grows.
_SAMPLE_PIXELS = 20_000
_SAMPLE_IMAGES = 16

Color = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
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

    def table(self) -> bytes:
        """Return the colors as RGB bytes."""
        return bytes(value for color in self.colors for value in color)

    def map(
        self, image: Image.Image, mask: Image.Image, dither: Image.Dither = Image.Dither.NONE
    ) -> Image.Image:
        """Return an RGB image in mode P. Pixels where the mask is 0 do not matter."""
        used = image
        if mask.getextrema() != (255, 255):
            used = Image.new("RGB", image.size, self.colors[0])
            used.paste(image, mask=mask)
        return self._lookup(used) if self.exact else used.quantize(palette=self.image, dither=dither)

    def _lookup(self, image: Image.Image) -> Image.Image:
        """Map without any error. Pillow's nearest color is off by up to 3, because it compares 6 bits."""
        own = image.quantize(MAX_COLORS, Image.Quantize.MEDIANCUT)
        position = {color: index for index, color in enumerate(self.colors)}
        indices = [position.get(color, 0) for color in _palette_of(own)]
        mapped = own.point(indices + [0] * (MAX_COLORS - len(indices)))
        mapped.putpalette(self.image.getpalette() or [])
        return mapped


def palette_for(layers: Sequence[Layer], limit: int) -> Palette:
    """Return a palette for the opaque pixels: their colors if there are at most `limit`, else a selection.

    The colors are sorted by frequency, because frames that use only low indices take fewer bytes.
    """
    images = [_opaque_pixels(each) for each in layers if each.mask.getbbox()]
    if not images:
        return Palette.of([(0, 0, 0)], exact=True)
    own = _own_colors(images, limit)
    if own:
        return Palette.of(own, exact=True)
    return Palette.of(_selection(_sample(images), limit), exact=False)


def _opaque_pixels(layer: Layer) -> Image.Image:
    """Return an RGB image of only the opaque pixels, of which there is at least one."""
    if layer.mask.getextrema() == (255, 255):
        return layer.colors
    pixels = bytes(compress(layer.colors.tobytes(), layer.mask.convert("RGB").tobytes()))
    width = isqrt(len(pixels) // 3)
    height = -(-(len(pixels) // 3) // width)
    # The last row is filled up with the first pixels.
    return Image.frombytes("RGB", (width, height), (pixels + pixels)[: 3 * width * height])


def _own_colors(images: Sequence[Image.Image], limit: int) -> list[Color] | None:
    counts: dict[Color, int] = {}
    for image in images:
        found = image.getcolors(limit)
        if found is None:
            return None
        for count, color in found:
            assert isinstance(color, tuple)  # noqa: S101  RGB; the stub allows for other modes
            red, green, blue = color
            counts[red, green, blue] = counts.get((red, green, blue), 0) + count
        if len(counts) > limit:
            return None
    return sorted(counts, key=lambda color: (-counts[color], color))


def _selection(sample: Image.Image, limit: int) -> list[Color]:
    """Return up to `limit` colors that represent the sample.

    Maximum coverage finds small areas of a distinct color, which a median cut merges with others. K-means
    then moves each color to the mean of its pixels. Largest error of the mean of 8 x 8 pixels, in seven
    animations with 255 colors each: 54 (median cut), 31 (with k-means), 26 (maximum coverage), 25 (this).
    """
    reduced = sample.quantize(limit, Image.Quantize.MAXCOVERAGE, kmeans=1)
    counts, colors = reduced.histogram(), _palette_of(reduced)
    order = sorted(range(len(colors)), key=lambda index: -counts[index])
    return list(dict.fromkeys(colors[index] for index in order if counts[index]))


def _sample(images: Sequence[Image.Image]) -> Image.Image:
    """Return a row of pixels from up to 16 images, taken at regular distances."""
    chosen = images[:: -(-len(images) // _SAMPLE_IMAGES)]
    scale = min(1.0, (_SAMPLE_PIXELS / sum(image.width * image.height for image in chosen)) ** 0.5)
    pixels = b"".join(_thinned(image, scale).tobytes() for image in chosen)
    return Image.frombytes("RGB", (len(pixels) // 3, 1), pixels)


def _thinned(image: Image.Image, scale: float) -> Image.Image:
    size = max(1, int(image.width * scale)), max(1, int(image.height * scale))
    return image.resize(size, Image.Resampling.NEAREST)


def _palette_of(image: Image.Image) -> list[Color]:
    values = image.getpalette() or []
    return list(zip(values[::3], values[1::3], values[2::3], strict=True))
