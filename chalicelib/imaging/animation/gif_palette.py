"""Reduce images to the 256 colors of a GIF."""

from collections.abc import Sequence

from PIL import Image

# The last of the 256 palette entries is for transparency.
TRANSPARENT = 255
_HALF = 128
# Number and size of the frames that the shared palette is computed from.
_SAMPLES = 16
_SAMPLE_SIDE = 100


def to_palette(frames: Sequence[Image.Image]) -> list[Image.Image]:
    """Return the frames in mode P with a shared palette. Pixels with alpha below 128 become transparent.

    With a shared palette, colors do not flicker, and the encoder can store only the changes between frames.
    """
    palette = _montage(frames).quantize(TRANSPARENT, Image.Quantize.MEDIANCUT)
    colors = palette.getpalette() or [0, 0, 0]
    # A short palette has no entry TRANSPARENT. Filling it up with the first color does not affect matching.
    palette.putpalette((colors + colors[:3] * (TRANSPARENT + 1))[: 3 * (TRANSPARENT + 1)])
    return [_with_palette(frame, palette) for frame in frames]


def _montage(frames: Sequence[Image.Image]) -> Image.Image:
    """Return one image with samples of the frames next to each other."""
    chosen = frames[:: -(-len(frames) // _SAMPLES)]
    width, height = (min(side, _SAMPLE_SIDE) if len(chosen) > 1 else side for side in frames[0].size)
    montage = Image.new("RGB", (width * len(chosen), height))
    for number, frame in enumerate(chosen):
        sample = frame.convert("RGB").resize((width, height), Image.Resampling.NEAREST)
        montage.paste(sample, (number * width, 0))
    return montage


def _with_palette(frame: Image.Image, palette: Image.Image) -> Image.Image:
    # Dithering would add noise that differs between frames: 160 KB instead of 99 KB for 31 frames.
    drawn = frame.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE)
    if frame.mode == "RGBA":
        drawn.paste(TRANSPARENT, mask=frame.getchannel("A").point(lambda alpha: 255 * (alpha < _HALF)))
        drawn.info["transparency"] = TRANSPARENT
    return drawn
