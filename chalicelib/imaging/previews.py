"""Preview an image as JPEGs that show all that viewers may see: several frames, and what alpha hides."""

from collections.abc import Collection, Iterator, Sequence

from PIL import Image

from chalicelib.imaging.animation.drawing import Drawing
from chalicelib.imaging.animation.source_frames import source_frames
from chalicelib.imaging.crop_and_pad import draw, flatten
from chalicelib.imaging.decoding.decode import decode
from chalicelib.imaging.decoding.decode_size import TargetSize
from chalicelib.imaging.encoding.encode import encode
from chalicelib.imaging.encoding.source_coding import SourceCoding
from chalicelib.imaging.metadata.keep import Metadata
from chalicelib.imaging.overlays.watermark import Watermarks
from chalicelib.imaging.pyramid import Pyramid
from chalicelib.imaging.source import Source
from chalicelib.imaging.timer import Timer
from chalicelib.models import ImageInfo, VariantPlan

_OPAQUE = (255, 255)


def previews(
    source: Source, info: ImageInfo, plan: VariantPlan, frames: Collection[int], backgrounds: Sequence[str]
) -> Iterator[bytes]:
    """Yield a JPEG of the still image and of each of the frames, numbered from 0.

    An image with transparent pixels is yielded over each of the backgrounds. The still image is the first
    frame, except for PNG, whose default image need not be a frame. Frames from the first broken one on are
    left out. Raises Rejected, OutOfTime.
    """
    shown = frames if info.format == "png" else {*frames} - {0}
    for image in _images(source, info, plan, shown if info.frames > 1 else ()):
        for background in backgrounds if _is_transparent(image) else backgrounds[:1]:
            yield encode(flatten(image, background), plan, Metadata(), SourceCoding(), source.time)


def _images(
    source: Source, info: ImageInfo, plan: VariantPlan, frames: Collection[int]
) -> Iterator[Image.Image]:
    color = source.container.color
    decoded = decode(source, TargetSize.of([plan], info))
    yield draw(Pyramid(decoded, info.orientation, color), plan)
    last = max(frames, default=-1)
    for number, (frame, _) in zip(range(last + 1), source_frames(source, info, Timer()), strict=False):
        if number in frames:
            yield Drawing.like(frame, [plan], info, color, Watermarks()).images(frame, {0})[0]


def _is_transparent(image: Image.Image) -> bool:
    return image.mode == "RGBA" and image.getchannel("A").getextrema() != _OPAQUE
