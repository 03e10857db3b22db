"""Reads what an image's header says, and refuses what the limits do not allow."""

from PIL.ImageFile import ImageFile

from chalicelib.domain import formats
from chalicelib.imaging import exif, gif_blocks, modes, orient
from chalicelib.imaging.limits import Limits
from chalicelib.models import ImageInfo


def describe(image: ImageFile, content: bytes, name: str, limits: Limits) -> ImageInfo:
    """Return the header's facts. Raises TooManyPixels, TooManyFrames, AnimationTooLarge."""
    width, height, frames = *image.size, 1
    if name == "gif":
        blocks = gif_blocks.outline(content, limits.max_frames)
        width, height, frames = blocks.width, blocks.height, blocks.frames
    elif name == "webp":
        frames = getattr(image, "n_frames", 1)
    limits.check(width, height, frames)
    orientation = orient.orientation(exif.read(content, image))
    width, height = orient.upright_size(image.size, orientation)
    return ImageInfo(
        format=name,
        content_type=formats.by_name(name).content_type,
        width=width,
        height=height,
        orientation=orientation,
        frames=max(1, frames),
        has_alpha=modes.has_alpha(image),
    )
