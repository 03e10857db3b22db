"""Encode still images as GIF."""

from PIL import Image, ImageChops, ImageStat

from chalicelib.imaging.animation import gif_writer
from chalicelib.imaging.animation.gif_palette import MAX_COLORS, Palette, palette_for
from chalicelib.imaging.animation.gif_writer import GifFrame
from chalicelib.imaging.animation.layer import Layer

# Images whose colors are off by more than this (root mean square) are dithered. Photos and gradients with
# 256 colors are off by 2.4 to 3.3, drawings and screenshots, which dithering would only make noisy, by 0.7.
# Dithered, the blurred photo is off by half as much, with 15% more bytes.
_DITHERED_FROM = 1.5


def encode_still(image: Image.Image) -> bytes:
    """Return the GIF of one image. Pixels with an alpha below 128 become transparent.

    The colors are exact if there are at most 256, or 255 and transparent pixels.
    """
    layer = Layer.of(image)
    opaque = layer.mask.getextrema() == (255, 255)
    palette = palette_for(layer, MAX_COLORS if opaque else MAX_COLORS - 1)
    indices, transparent = _drawn(layer, palette), None
    if not opaque:
        transparent = len(palette.colors)
        indices.paste(transparent, mask=ImageChops.invert(layer.mask))
    frame = GifFrame(box=(0, 0, *image.size), data=gif_writer.compress(indices), transparent=transparent)
    return gif_writer.write(palette.table(), [frame], plays=1)


def _drawn(layer: Layer, palette: Palette) -> Image.Image:
    nearest = palette.map(layer.colors, layer.mask)
    difference = ImageChops.difference(nearest.convert("RGB"), layer.colors)
    if palette.exact or max(ImageStat.Stat(difference, layer.mask).rms) <= _DITHERED_FROM:
        return nearest
    return palette.map(layer.colors, layer.mask, Image.Dither.FLOYDSTEINBERG)
