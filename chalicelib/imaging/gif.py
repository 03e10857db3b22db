"""Turns full-colour images into the 256 colours of a GIF."""

from collections.abc import Sequence

from PIL import Image

# One index stands for transparency, 255 are left for colours.
TRANSPARENT = 255
_HALF = 128
# So many frames, so small, give their colours to the palette that all frames share.
_SAMPLES = 16
_SAMPLE_SIDE = 100


def indexed(frames: Sequence[Image.Image]) -> list[Image.Image]:
    """Return the frames in mode P with one palette; index TRANSPARENT where alpha is under a half.

    One palette for all keeps colours from flickering, and lets the writer store only what changes.
    """
    palette = _montage(frames).quantize(TRANSPARENT, Image.Quantize.MEDIANCUT)
    colors = palette.getpalette() or [0, 0, 0]
    # A short palette has no index TRANSPARENT. The first colour fills it up: none is matched twice.
    palette.putpalette((colors + colors[:3] * (TRANSPARENT + 1))[: 3 * (TRANSPARENT + 1)])
    return [_with_palette(frame, palette) for frame in frames]


def _montage(frames: Sequence[Image.Image]) -> Image.Image:
    """Lay samples of the frames side by side."""
    chosen = frames[:: -(-len(frames) // _SAMPLES)]
    width, height = (min(side, _SAMPLE_SIDE) if len(chosen) > 1 else side for side in frames[0].size)
    montage = Image.new("RGB", (width * len(chosen), height))
    for number, frame in enumerate(chosen):
        sample = frame.convert("RGB").resize((width, height), Image.Resampling.NEAREST)
        montage.paste(sample, (number * width, 0))
    return montage


def _with_palette(frame: Image.Image, palette: Image.Image) -> Image.Image:
    # Dithering makes noise that changes from frame to frame: 160 kB instead of 99 for one of 31 frames.
    drawn = frame.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE)
    if frame.mode == "RGBA":
        drawn.paste(TRANSPARENT, mask=frame.getchannel("A").point(lambda alpha: 255 * (alpha < _HALF)))
        drawn.info["transparency"] = TRANSPARENT
    return drawn
