"""Read an image's header and check it against the limits."""

from PIL.ImageFile import ImageFile

from chalicelib.domain import formats
from chalicelib.imaging import exif, exif_orientation, gif_blocks, pixel_modes
from chalicelib.imaging.limits import Limits
from chalicelib.models import ImageInfo


def read_info(image: ImageFile, content: bytes, name: str, limits: Limits) -> ImageInfo:
    """Return the facts from the header. Raises TooManyPixels, TooManyFrames, AnimationTooLarge."""
    width, height, frames = *image.size, 1
    if name == "gif":
        blocks = gif_blocks.outline(content, limits.max_frames)
        width, height, frames = blocks.width, blocks.height, blocks.frames
    elif name == "webp":
        frames = getattr(image, "n_frames", 1)
    limits.check(width, height, frames)
    orientation = exif_orientation.read(exif.read(content, image))
    width, height = exif_orientation.upright_size(image.size, orientation)
    return ImageInfo(
        format=name,
        content_type=formats.by_name(name).content_type,
        width=width,
        height=height,
        orientation=orientation,
        frames=max(1, frames),
        has_alpha=pixel_modes.has_alpha(image),
    )
