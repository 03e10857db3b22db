"""An opened image file."""

from dataclasses import dataclass, replace

from PIL.ImageFile import ImageFile

from chalicelib.imaging import orientation
from chalicelib.imaging.color.description import ColorDescription
from chalicelib.imaging.containers.container import Container
from chalicelib.imaging.containers.read import read
from chalicelib.imaging.pillow_readers import open_image

# Formats whose containers are complete. For the others, Pillow reads the metadata.
_COMPLETE = ("jpeg", "png", "webp", "gif", "avif", "heic")


@dataclass(frozen=True, slots=True)
class Source:
    """A file's container, and Pillow's image of it, whose pixels are decoded on first use."""

    container: Container
    image: ImageFile


def open_source(content: bytes, name: str, max_frames: int) -> Source:
    """Open a file in the named format. Raises Rejected, and Pillow's errors for broken files."""
    container = read(content, name, max_frames)
    image = open_image(container.stream, name)
    if name in _COMPLETE:
        return Source(container, image)
    tags = image.getexif()
    return Source(
        replace(
            container,
            color=ColorDescription(icc=image.info.get("icc_profile")),
            orientation=orientation.read(tags),
            exif=tags.tobytes().removeprefix(b"Exif\0\0"),
        ),
        image,
    )
