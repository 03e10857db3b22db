"""An opened image file."""

from msgspec import Struct
from PIL.ImageFile import ImageFile

from chalicelib.imaging.budget.time_budget import NO_TIME_LIMIT, TimeBudget
from chalicelib.imaging.containers.container import Container
from chalicelib.imaging.containers.read import read
from chalicelib.imaging.decoding.pillow_readers import open_image


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
