"""Saving variants as files: names that cannot leave the directory, and nothing half written."""

import mimetypes
import os
import secrets
from collections.abc import Callable
from pathlib import Path, PurePath

from pathvalidate import sanitize_filename

from darkroom.errors import DownloadError
from darkroom.models import Image, Variant
from darkroom.retry import retrying
from darkroom.transport import Transport

CHUNK_BYTES = 64 * 1024
# File systems allow 255 bytes; the rest is left for the temporary name's own parts.
MAX_NAME_BYTES = 200

# Python's own table: what this machine's mime.types adds would give other names elsewhere.
_TYPES = mimetypes.MimeTypes()
# Not in that table on every Python since 3.11.
_TYPES.add_type("image/webp", ".webp")
_TYPES.add_type("image/avif", ".avif")


def target_name(image: Image, variant: Variant) -> str:
    """Return `{stem}-{variant}{extension}`: one safe path component on Linux, macOS and Windows."""
    extension = _TYPES.guess_extension(variant.content_type) or ""
    label = sanitize_filename(variant.name, max_len=MAX_NAME_BYTES // 2)
    room = MAX_NAME_BYTES - len(f"-{label}{extension}".encode())
    last_part = PurePath(image.filename.replace("\\", "/")).name
    stem = sanitize_filename(PurePath(last_part).stem, max_len=room).lstrip(".") or "image"
    return f"{stem}-{label}{extension}"


def save(
    transport: Transport, variant: Variant, target: Path, *, overwrite: bool, sleep: Callable[[float], None]
) -> None:
    """Fetch the variant's file to `target`, which appears only when it is complete.

    Where the file system has no hard links, its name stands empty for a moment before, unless `overwrite`.

    Raises FileExistsError unless `overwrite`, DownloadError, ConnectionFailed, OSError.
    """
    if target.exists() and not overwrite:
        raise _taken(target)
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        retrying(sleep)(_fetch, transport, variant, partial)
        if not overwrite:
            _take_name(partial, target)
        else:
            partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _take_name(partial: Path, target: Path) -> None:
    """Name the file, or fail should another download have finished in the meantime."""
    try:
        os.link(partial, target)
    except FileExistsError as error:
        raise _taken(target) from error
    except OSError:  # FAT and some network shares have no hard links
        target.touch(exist_ok=False)
        try:
            partial.replace(target)
        except OSError:
            target.unlink()
            raise


def _taken(target: Path) -> FileExistsError:
    return FileExistsError(f"{target} is already there")


def _fetch(transport: Transport, variant: Variant, partial: Path) -> None:
    with (
        transport.stream(variant.url, chunk_bytes=CHUNK_BYTES) as (response, chunks),
        partial.open("wb") as file,
    ):
        if not response.ok:
            raise DownloadError(
                f"Variant {variant.name}: the storage answered {response.status_code} {response.reason}",
                response.status_code,
            )
        received = sum(file.write(chunk) for chunk in chunks)
        if received != variant.size:
            raise DownloadError(
                f"Variant {variant.name}: {received} bytes came instead of {variant.size}",
                response.status_code,
            )
