"""Load the presets: from the artifact bucket, or from the file in the package."""

from collections.abc import Callable
from pathlib import Path

from chalicelib.config.settings import Settings
from chalicelib.domain.presets import Presets
from chalicelib.domain.presets_file import MAX_BYTES
from chalicelib.errors import ConfigurationError, ObjectNotFound
from chalicelib.ports import ArtifactStorage


def load_presets(settings: Settings, shipped: Path, open_bucket: Callable[[str], ArtifactStorage]) -> Presets:
    """Return the presets in the object that the settings name, or else those in the file `shipped`.

    Raises ConfigurationError, ServiceUnavailable.
    """
    bucket, key, version = settings.artifact_bucket, settings.presets, settings.presets_version
    # Settings with a key always have the other two.
    if bucket is None or key is None or version is None:
        return Presets.from_json(shipped.read_bytes())
    try:
        # One byte more than allowed, so that a larger file is noticed.
        text = open_bucket(bucket).read(key, version, MAX_BYTES + 1)
    except ObjectNotFound as error:
        raise ConfigurationError(f"PRESETS, PRESETS_VERSION or ARTIFACT_BUCKET is wrong: {error}") from error
    return Presets.from_json(text, source=key)
