"""The current version of what is rendered on demand. Pure."""

import hashlib

from chalicelib.domain.image_version import image_version
from chalicelib.domain.presets import Presets, fingerprint
from chalicelib.models import Image, NamedPreset, Operations


def current_version(image: Image, operations: Operations, presets: Presets) -> str | None:
    """Return the version in the URL of these operations, 12 hex digits.

    It is the image's, so it changes with the object, its edits and the engine. That of a preset also
    changes with the preset's settings. None if the image has no version, or if there is no such preset.
    """
    version = image_version(image, kernel=presets.kernel)
    if version is None or not isinstance(operations, NamedPreset):
        return version
    spec = presets.on_demand_presets.get(operations.name)
    return None if spec is None else _hashed(version, fingerprint([spec], kernel=presets.kernel))


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
