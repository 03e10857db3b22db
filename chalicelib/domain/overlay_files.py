"""Find the files of overlays: inside the presets file, or beside it."""

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping

from msgspec import structs

from chalicelib.domain.preset_settings import shown
from chalicelib.domain.strict_json import JsonObject
from chalicelib.models import VariantSpec

MAX_FILE_BYTES = 200_000
# Of all files together, because each function keeps them in memory.
MAX_TOTAL_BYTES = 1_000_000
# An overlay takes 4 bytes of memory per pixel.
MAX_PIXELS = 4_000_000

ReadFile = Callable[[str], bytes]
"""Returns the content of a file beside the presets file, at most MAX_FILE_BYTES + 1 bytes.

Raises FileNotFoundError, OSError; ValueError if the file is outside the folder.
"""


class InvalidOverlay(Exception):
    """An overlay's file cannot be used. The message names the preset and the setting."""


def no_files(name: str) -> bytes:
    """Read nothing, because a file from the artifact bucket has no other files beside it."""
    raise FileNotFoundError(name)


def decoded(files: object) -> Mapping[str, bytes]:
    """Return the files that a presets file contains, decoded from Base64. Raises InvalidOverlay."""
    if not isinstance(files, JsonObject):
        raise InvalidOverlay("files: must be an object with the names of files and their content in Base64")
    if files.repeated is not None:
        raise InvalidOverlay(f"files: {shown(files.repeated)} is there twice")
    return {name: _decoded(name, content) for name, content in files.items()}


def with_overlays(
    specs: Iterable[VariantSpec], files: Mapping[str, bytes], read_file: ReadFile
) -> tuple[tuple[VariantSpec, ...], Mapping[str, bytes]]:
    """Return the presets with the SHA-256 of their overlays, and the overlays' content by its SHA-256.

    `files` take precedence over those that `read_file` returns. Raises InvalidOverlay.
    """
    # OpenSSL takes 4 MB, and the image engine only needs this module's limits.
    from hashlib import sha256  # noqa: PLC0415

    found: dict[str, bytes] = {}
    complete = []
    for spec in specs:
        if spec.overlay is None:
            complete.append(spec)
            continue
        content = _content(spec.name, spec.overlay.image, files, read_file)
        digest = sha256(content).hexdigest()
        found[digest] = content
        complete.append(structs.replace(spec, overlay=structs.replace(spec.overlay, sha256=digest)))
    if sum(map(len, found.values())) > MAX_TOTAL_BYTES:
        raise InvalidOverlay(
            f"the overlays of all presets together must have at most {MAX_TOTAL_BYTES:,} bytes"
        )
    return tuple(complete), found


def names(specs: Iterable[VariantSpec]) -> tuple[str, ...]:
    """Return the names of the overlays' files, each once."""
    return tuple(dict.fromkeys(spec.overlay.image for spec in specs if spec.overlay is not None))


def _content(preset: str, image: str, files: Mapping[str, bytes], read_file: ReadFile) -> bytes:
    label = f'preset "{preset}", overlay.image'
    try:
        content = files[image] if image in files else read_file(image)
    except FileNotFoundError as error:
        raise InvalidOverlay(
            f"{label}: there is no file {shown(image)} in the folder of the presets file"
        ) from error
    except ValueError as error:
        raise InvalidOverlay(f"{label}: {shown(image)} is outside the folder of the presets file") from error
    except OSError as error:
        raise InvalidOverlay(f"{label}: {shown(image)} cannot be read: {error.strerror}") from error
    if len(content) > MAX_FILE_BYTES:
        raise InvalidOverlay(f"{label}: {shown(image)} must have at most {MAX_FILE_BYTES:,} bytes")
    if not _is_image(content):
        raise InvalidOverlay(f"{label}: {shown(image)} must be a PNG, WebP or JPEG file")
    return content


def _is_image(content: bytes) -> bool:
    """Return whether the file begins like an image. Decoding it would load the image library."""
    return content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or (
        content.startswith(b"RIFF") and content[8:12] == b"WEBP"
    )


def _decoded(name: str, content: object) -> bytes:
    try:
        if isinstance(content, str):
            return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        pass
    raise InvalidOverlay(f"files: {shown(name)} must be a file's content in Base64")
