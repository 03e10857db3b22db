"""An opened image file, and the facts from its header."""

from msgspec import Struct
from PIL.ImageFile import ImageFile

from chalicelib.domain import formats
from chalicelib.imaging import orientation
from chalicelib.imaging.budget.time_budget import NO_TIME_LIMIT, TimeBudget
from chalicelib.imaging.containers.container import Container
from chalicelib.imaging.containers.read import read
from chalicelib.imaging.decoding import pixel_modes
from chalicelib.imaging.decoding.pillow_readers import open_image
from chalicelib.imaging.metadata import provenance
from chalicelib.models import ImageInfo


class Source(Struct, frozen=True):
    """A file's container, and Pillow's image of it, whose pixels are decoded on first use.

    `file_size` is in bytes. `time` is for decoding and everything after it.
    """

    container: Container
    image: ImageFile
    file_size: int
    time: TimeBudget = NO_TIME_LIMIT


def open_source(content: bytes, name: str, max_frames: int, time: TimeBudget = NO_TIME_LIMIT) -> Source:
    """Open a file in the named format. Raises Rejected, OutOfTime, and Pillow's errors for broken files."""
    container = read(content, name, max_frames)
    return Source(container, open_image(container.stream, name, time), len(content), time)


def read_info(source: Source, name: str) -> ImageInfo:
    """Return the facts from the header."""
    container, image = source.container, source.image
    left, top, right, bottom = container.crop or (0, 0, *image.size)
    width, height = orientation.upright_size((right - left, bottom - top), container.orientation)
    return ImageInfo(
        format=name,
        content_type=formats.by_name(name).content_type,
        width=width,
        height=height,
        orientation=container.orientation,
        frames=container.frames,
        has_alpha=pixel_modes.has_alpha(image),
        provenance=provenance.read(container),
    )
