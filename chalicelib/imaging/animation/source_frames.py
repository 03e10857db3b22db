"""Decode the frames of an uploaded animation, one after the other."""

from collections.abc import Iterator

from PIL import Image
from PIL.ImageFile import ImageFile

from chalicelib.errors import CorruptImage
from chalicelib.imaging.animation import apng_patches, gif_patches
from chalicelib.imaging.animation.canvas import compose
from chalicelib.imaging.decoding.decoder_errors import decoding
from chalicelib.imaging.decoding.pillow_readers import open_image
from chalicelib.imaging.source import Source
from chalicelib.imaging.timer import Timer
from chalicelib.models import ImageInfo

Frame = tuple[Image.Image, int]


def source_frames(source: Source, info: ImageInfo, timer: Timer) -> Iterator[Frame]:
    """Yield what each frame shows, and its duration in milliseconds, up to the first broken frame.

    The images are valid until the next one is requested. Each call has a decoder of its own, so threads can
    go through the frames at the same time. Raises CorruptImage if the first frame is broken, and TooComplex
    or OutOfTime if the time is over.
    """
    frames = _frames(source, info.format)
    for number in range(info.frames):
        source.time.check()
        try:
            with timer("decode"), decoding():
                frame = next(frames, None)
        except CorruptImage:
            if number == 0:
                raise
            return
        if frame is None:
            return
        yield frame


def _frames(source: Source, name: str) -> Iterator[Frame]:
    """Yield the frames. Raises Rejected, and Pillow's errors for broken frames."""
    if name == "gif":
        return compose(source.image.size, gif_patches.patches(source.container.stream))
    if name == "png":
        return compose(source.image.size, apng_patches.patches(source.container.stream))
    return _seek(open_image(source.container.stream, name, source.time))


def _seek(image: ImageFile) -> Iterator[Frame]:
    """Let Pillow draw the frames, as it does correctly for WebP and AVIF."""
    for number in range(getattr(image, "n_frames", 1)):
        image.seek(number)
        image.load()
        yield image, int(image.info.get("duration", 0))
