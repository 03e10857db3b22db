"""Download variants to files with safe names, leaving no incomplete files behind."""

import os
import secrets
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path, PurePath

from pathvalidate import sanitize_filename

from darkroom.errors import DownloadError, MissingVariant
from darkroom.flows import Flow, run, send
from darkroom.image import Image, label, variants_named
from darkroom.messages import Request
from darkroom.models import Variant
from darkroom.retry import with_retries

# File systems allow 255 bytes; the remainder is for the additions to the temporary name.
MAX_NAME_BYTES = 200


def choose(image: Image, names: Sequence[str] | None) -> tuple[Variant, ...]:
    """Return the named variants, or all of them. Raises MissingVariant."""
    if names is None:
        return image.variants
    missing = sorted(name for name in set(names) if not variants_named(image, name))
    if missing:
        raise MissingVariant(f"Image {image.id} has no variant named {', '.join(missing)}.")
    chosen = [variant for name in names for variant in variants_named(image, name)]
    return tuple(variant for variant in image.variants if variant in chosen)


def save_all(
    image: Image, variants: Sequence[Variant], folder: Path, *, overwrite: bool
) -> Flow[Mapping[str, Path]]:
    """Save variants of an image to a directory, which is created; return file paths by variant name.

    Raises DownloadError, ConnectionFailed and OSError; FileExistsError unless `overwrite` is set.
    """
    yield from run(partial(folder.mkdir, parents=True, exist_ok=True))
    saved = {}
    for variant in variants:
        target = folder / target_name(image, variant)
        yield from save(variant, target, overwrite=overwrite)
        saved[label(image, variant)] = target
    return saved


def target_name(image: Image, variant: Variant) -> str:
    """Return the file name `{stem}-{variant}{extension}`, which is safe on Linux, macOS and Windows."""
    ending = f"-{sanitize_filename(f'{variant.name}.{variant.extension}', max_len=MAX_NAME_BYTES // 2)}"
    max_stem_bytes = MAX_NAME_BYTES - len(ending.encode())
    basename = PurePath(image.filename.replace("\\", "/")).name
    stem = sanitize_filename(PurePath(basename).stem, max_len=max_stem_bytes).lstrip(".") or "image"
    return f"{stem}{ending}"


def save(variant: Variant, target: Path, *, overwrite: bool) -> Flow[None]:
    """Download the variant to `target`, which appears only once it is complete.

    On a file system without hard links, an empty `target` exists for a moment first, unless `overwrite` is
    set.

    Raises DownloadError, ConnectionFailed and OSError; FileExistsError unless `overwrite` is set.
    """
    if not overwrite and (yield from run(target.exists)):
        raise _already_exists(target)
    incomplete = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    rename = Path.replace if overwrite else _rename_without_overwriting
    try:
        yield from with_retries(partial(_download, variant, incomplete))
        yield from run(partial(rename, incomplete, target))
    finally:
        incomplete.unlink(missing_ok=True)


def _rename_without_overwriting(incomplete: Path, target: Path) -> None:
    """Rename `incomplete` to `target`. Raises FileExistsError if `target` exists by now."""
    try:
        os.link(incomplete, target)
    except FileExistsError as error:
        raise _already_exists(target) from error
    except OSError:  # FAT and some network shares have no hard links
        target.touch(exist_ok=False)
        try:
            incomplete.replace(target)
        except OSError:
            target.unlink()
            raise


def _already_exists(target: Path) -> FileExistsError:
    return FileExistsError(f"{target} already exists.")


def _download(variant: Variant, path: Path) -> Flow[None]:
    # The stack closes the file even if the caller gives up before `run` returns it.
    with ExitStack() as files:
        file = yield from run(lambda: files.enter_context(path.open("wb")))
        response = yield from send(Request(method="GET", url=variant.url), save=file.write)
        received = file.tell()
    if not response.ok:
        raise DownloadError(
            f"Could not download variant {variant.name}: HTTP {response.status} {response.reason}.",
            response.status,
        )
    if received != variant.size:
        raise DownloadError(
            f"Variant {variant.name} has the wrong size: {received} bytes instead of {variant.size}.",
            response.status,
        )
