"""Read and check presets files: the one in the package, a file of the operator's, or a stage's."""

import base64
import json
from pathlib import Path

from chalicelib.bootstrap.presets import files_in, read_presets
from chalicelib.domain.presets import Presets
from chalicelib.errors import ConfigurationError

SHIPPED = Path("chalicelib", "presets.json")


def shipped(project: Path) -> Presets:
    """Return the presets in the package, with decoded overlays. Raises ConfigurationError."""
    return _checked(read_presets(project / SHIPPED), SHIPPED.name)


def parsed(content: bytes, source: str) -> Presets:
    """Return the presets in a bundled file, with decoded overlays. Raises ConfigurationError."""
    return _checked(Presets.from_json(content, source), source)


def bundled(file: Path) -> bytes:
    """Return the content of a presets file, with the overlays beside it inside. Raises ConfigurationError.

    A file without overlays stays as it is.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"The presets file cannot be read: {error}") from error
    presets = _checked(Presets.from_json(content, file.name, files_in(file.parent)), file.name)
    if presets.overlays:
        content = json.dumps({**json.loads(content), "files": _files(presets)}, indent=2).encode()
        Presets.from_json(content, file.name)  # The files can make it too large.
    return content


def _files(presets: Presets) -> dict[str, str]:
    overlays = [spec.overlay for spec in presets.presets if spec.overlay is not None]
    return {
        overlay.image: base64.b64encode(presets.overlays[overlay.sha256]).decode() for overlay in overlays
    }


def _checked(presets: Presets, source: str) -> Presets:
    if presets.overlays:
        from chalicelib.bootstrap.overlay_check import check_overlays  # noqa: PLC0415 - loads the image engine

        check_overlays(presets, source)
    return presets
