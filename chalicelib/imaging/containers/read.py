"""Read a file's container: find out what it says about its pixels, without decoding them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from chalicelib.imaging.containers import bmp, gif, heif, jpeg, png, tiff, webp
from chalicelib.imaging.containers.container import Container

_READERS: Mapping[str, Callable[[bytes, int], Container]] = MappingProxyType(
    {
        "jpeg": jpeg.read,
        "png": png.read,
        "webp": webp.read,
        "gif": gif.read,
        "avif": heif.read,
        "heic": heif.read,
        "tiff": tiff.read,
        "bmp": bmp.read,
    }
)


def read(content: bytes, name: str, max_frames: int) -> Container:
    """Return the container of a file in the named format.

    Frames are counted only up to `max_frames` + 1. Raises Rejected.
    """
    return _READERS[name](content, max_frames)
