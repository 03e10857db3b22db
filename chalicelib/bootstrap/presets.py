"""Load the presets: from the artifact bucket, or from the file in the package."""

from collections.abc import Callable
from pathlib import Path

from chalicelib.bootstrap.kernel import uses_kernel
from chalicelib.config.enums import FaceDetectionMode
from chalicelib.config.settings import Settings
from chalicelib.domain.overlay_files import MAX_FILE_BYTES, ReadFile
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
        return _deployed(settings, read_presets(shipped), shipped.name)
    try:
        # One byte more than allowed, so that a larger file is noticed.
        text = open_bucket(bucket).read(key, version, MAX_BYTES + 1)
    except ObjectNotFound as error:
        raise ConfigurationError(f"PRESETS, PRESETS_VERSION or ARTIFACT_BUCKET is wrong: {error}") from error
    return _deployed(settings, Presets.from_json(text, source=key), key)


def read_presets(file: Path) -> Presets:
    """Return the presets in a file, with the overlays beside it. Raises ConfigurationError, OSError."""
    return Presets.from_json(file.read_bytes(), source=file.name, read_file=files_in(file.parent))


def files_in(folder: Path) -> ReadFile:
    """Return a function that reads the files of overlays in a folder."""
    root = folder.resolve()

    def read(name: str) -> bytes:
        file = (root / name).resolve()
        if not file.is_relative_to(root):
            raise ValueError(f"{name} is outside {root}")
        with file.open("rb") as content:
            # One byte more than allowed, so that a larger file is noticed.
            return content.read(MAX_FILE_BYTES + 1)

    return read


def check_prefixes(presets: Presets, upload_prefix: str, source: str) -> None:
    """Check that the upload prefix is part of all prefixes. Raises ConfigurationError."""
    for prefix in presets.prefixes:
        if not prefix.startswith(upload_prefix):
            raise ConfigurationError(
                f'{source}: prefixes, "{prefix}": must start with {upload_prefix}, the value of UPLOAD_PREFIX'
            )


def _deployed(settings: Settings, presets: Presets, source: str) -> Presets:
    check_prefixes(presets, settings.upload_prefix, source)
    presets = presets.rendered(kernel=uses_kernel(settings.darkroom_kernel))
    if settings.face_detection is FaceDetectionMode.OFF:
        return presets.without_faces()
    return presets
