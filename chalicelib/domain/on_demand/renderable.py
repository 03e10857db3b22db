"""Which images variants are rendered of on demand. Pure."""

from chalicelib.models import Image, Status


def is_renderable(image: Image) -> bool:
    """Return whether the image has been ready and was not rejected, deleted or erased since.

    It stays renderable while a run replaces its variants. A rejected image has none.
    """
    in_progress = image.status is Status.PROCESSING and bool(image.variants)
    has_result = image.status is Status.READY or in_progress
    return has_result and image.source is not None and image.error is None
