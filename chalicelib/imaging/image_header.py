"""Read an image's header."""

from chalicelib.domain import formats
from chalicelib.imaging import orientation
from chalicelib.imaging.decoding import pixel_modes
from chalicelib.imaging.metadata import provenance
from chalicelib.imaging.source import Source
from chalicelib.models import ImageInfo


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
