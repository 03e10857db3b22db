"""Encode animations as GIF."""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace
from PIL import Image

from chalicelib.imaging.animation import gif_writer
from chalicelib.imaging.animation.frame_colors import FrameColors
from chalicelib.imaging.animation.frame_sequence import Frames, in_mode, mode
from chalicelib.imaging.animation.gif_drawing import Settings
from chalicelib.imaging.animation.gif_painter import Painter
from chalicelib.imaging.animation.gif_palette import palette_for
from chalicelib.imaging.animation.layer import Layer, largest_error

_MAX_DELAY = 0xFFFF
# Browsers show frames of up to 10 ms for 100 ms, so longer ones must not be rounded to that.
_IMMEDIATE = 10
_MIN_DELAY = 2


def encode_frames(
    frames: Frames,
    durations: Sequence[int],
    plays: int,
    settings: Settings,
    colors: FrameColors | None = None,
) -> bytes:
    """Return the GIF of RGB or RGBA frames. Pixels with an alpha below 128 become transparent.

    `colors` are those of the frames, None to collect them.
    """
    painter = Painter(colors or FrameColors(frames), settings)
    painted = [
        replace(frame, delay=delay)
        for frame, delay in zip(painter.frames(frames), delays(durations), strict=True)
    ]
    palette = painter.palette.table()
    if all(frame.palette for frame in painted):
        # No frame uses the global palette, so it can be that of the first one.
        palette = painted[0].palette or palette
        painted[0] = replace(painted[0], palette=None)
    return gif_writer.write(palette, painted, plays)


class ReducedFrames(Struct, frozen=True):
    """Frames as a GIF would show them. They are painted again on each iteration."""

    frames: Frames
    colors: FrameColors
    settings: Settings

    def __len__(self) -> int:
        """Return the number of frames."""
        return len(self.frames)

    def __iter__(self) -> Iterator[Image.Image]:
        """Paint the frames, as RGBA if any of them has transparency."""
        painter = Painter(self.colors, self.settings)
        own_mode = mode(has_alpha=self.colors.has_transparency)
        for _ in painter.frames(self.frames):
            yield in_mode(painter.canvas.image(), own_mode)


def is_close(frame: Image.Image, settings: Settings) -> bool:
    """Return whether the number of colors is enough for the flat areas of this frame."""
    layer = Layer.of(frame)
    drawn = layer.colors.copy()
    palette = palette_for(layer, settings.colors)
    drawn.paste(palette.map(layer.colors, layer.mask).convert("RGB"), mask=layer.mask)
    return largest_error(drawn, layer.colors) <= settings.max_error


def delays(durations: Sequence[int]) -> list[int]:
    """Convert milliseconds to hundredths of a second. Rounding errors do not add up."""
    found: list[int] = []
    missing = 0
    for duration in durations:
        exact = duration + missing
        delay = max(round(exact / 10), _MIN_DELAY) if duration > _IMMEDIATE else round(duration / 10)
        missing = exact - 10 * delay if duration > _IMMEDIATE else missing
        found.append(min(delay, _MAX_DELAY))
    return found
