"""Read and inspect the object of an image that was opened before."""

from chalicelib.domain import edits
from chalicelib.domain.deadline import Deadline
from chalicelib.models import Image, ImageInfo, Source
from chalicelib.ports import ImageEngine, SourceObject, SourceStorage
from chalicelib.processing import content_encoding


def read_version(sources: SourceStorage, key: str, source: Source, max_bytes: int) -> bytes:
    """Read exactly this version of an upload, without its Content-Encoding.

    Raises ObjectNotFound if it is gone, Rejected if it is larger than `max_bytes` or unreadable, and
    ServiceUnavailable.
    """
    source_object = sources.open_version(key, source)
    return decoded(source_object, source_object.read(), max_bytes)


def decoded(source_object: SourceObject, content: bytes, max_bytes: int) -> bytes:
    """Return the content of an opened object without its Content-Encoding. Raises Rejected."""
    return content_encoding.decode(content, source_object.content_encoding, max_bytes)


def inspected(engine: ImageEngine, image: Image, content: bytes, deadline: Deadline) -> ImageInfo:
    """Return the header of the image with the edits of its owner. Raises Rejected, OutOfTime."""
    return edits.edited(engine.inspect(content, deadline), image.rotate, image.crop)
