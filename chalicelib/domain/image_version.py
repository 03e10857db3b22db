"""The version of an image: changes whenever a preset would be rendered to other bytes."""

import hashlib

import msgspec

from chalicelib.domain.presets import ENGINE_REVISION
from chalicelib.models import Image


def image_version(image: Image, *, kernel: bool) -> str | None:
    """Return a hash of what all renderings of the image depend on, 12 hex digits.

    This is the object's version, how its owner wants it rotated and cropped, and the engine, with or without
    its kernel. It does not depend on presets. None if no object has been processed yet.
    """
    if image.source is None:
        return None
    parts = (
        image.source.etag,
        image.source.version_id,
        image.focus,
        image.crop,
        image.rotate,
        ENGINE_REVISION,
        kernel,
    )
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:12]
