"""Compare the frames of written GIFs with the images they were made from."""

from PIL import Image, ImageChops

from chalicelib.imaging.animation import encode_gif
from chalicelib.imaging.animation.gif_drawing import Settings
from tests.unit.imaging.gif_decoder import Gif, decode


def encoded(*frames: Image.Image, plays: int = 0) -> Gif:
    """Return what a GIF of these frames, each shown for 100 ms, decodes to."""
    return decode(encode_gif.encode_frames(frames, [100] * len(frames), plays, Settings()))


def shows(gif: Gif, *frames: Image.Image) -> bool:
    """Return whether the frames of a GIF look exactly like these images."""
    return [_pixels(frame.shown) for frame in gif.frames] == [_pixels(frame) for frame in frames]


def max_difference(one: Image.Image, other: Image.Image) -> int:
    """Return the largest difference of a channel of a pixel."""
    return max(ImageChops.difference(one, other).tobytes())


def _pixels(image: Image.Image) -> bytes:
    """Return the pixels with premultiplied alpha, so that transparent ones are equal."""
    return image.convert("RGBA").convert("RGBa").tobytes()
