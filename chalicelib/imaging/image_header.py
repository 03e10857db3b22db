"""Read an image's header and check it against the limits."""

from chalicelib.domain import formats
from chalicelib.imaging import orientation, pixel_modes
from chalicelib.imaging.animation import gif_blocks
from chalicelib.imaging.limits import Limits
from chalicelib.imaging.metadata import provenance
from chalicelib.imaging.source import Source
from chalicelib.models import ImageInfo


def read_info(source: Source, name: str, limits: Limits) -> ImageInfo:
    """Return the facts from the header. Raises TooManyPixels, TooManyFrames, AnimationTooLarge."""
    container, image = source.container, source.image
    width, height, frames = *image.size, 1
    if name == "gif":
        blocks = gif_blocks.outline(container.stream, limits.max_frames)
        width, height, frames = blocks.width, blocks.height, blocks.frames
    elif name == "webp":
        frames = getattr(image, "n_frames", 1)
    limits.check(width, height, frames)
    left, top, right, bottom = container.crop or (0, 0, *image.size)
    width, height = orientation.upright_size((right - left, bottom - top), container.orientation)
    return ImageInfo(
        format=name,
        content_type=formats.by_name(name).content_type,
        width=width,
        height=height,
        orientation=container.orientation,
        frames=max(1, frames),
        has_alpha=pixel_modes.has_alpha(image),
        provenance=provenance.read(container),
    )
