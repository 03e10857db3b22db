"""The current version of what is rendered on demand. Pure."""

import hashlib

from chalicelib.domain.image_version import image_version
from chalicelib.domain.presets import Presets, fingerprint
from chalicelib.models import Image, NamedPreset, Operations, Resize, Status

# The version of all sizes is the same.
_ANY_SIZE = Resize(width=1)


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


def current_versions(image: Image, presets: Presets) -> frozenset[str]:
    """Return the versions of all files that requests can lead to now: none unless variants are rendered."""
    if not presets.renders_on_demand or not is_renderable(image):
        return frozenset()
    every: tuple[Operations, ...] = (
        _ANY_SIZE,
        *(NamedPreset(name=name) for name in presets.on_demand_presets),
    )
    versions = (current_version(image, operations, presets) for operations in every)
    return frozenset(version for version in versions if version is not None)


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def is_renderable(image: Image) -> bool:
    """Return whether the image has been ready and was not rejected, deleted or erased since.

    It stays renderable while a run replaces its variants. A rejected image has none.
    """
    in_progress = image.status is Status.PROCESSING and bool(image.variants)
    has_result = image.status is Status.READY or in_progress
    return has_result and image.source is not None and image.error is None
