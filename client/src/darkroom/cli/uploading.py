"""`darkroom upload`: many pictures at a time, and each only once where a manifest is kept."""

from collections.abc import Sequence
from pathlib import Path

from darkroom.cli.context import Context
from darkroom.cli.each import Tally, each
from darkroom.cli.exits import Exit
from darkroom.cli.manifest import NAME, Manifest
from darkroom.cli.output import Outcome
from darkroom.cli.paths import Found, NothingFound, found
from darkroom.cli.saving import saved
from darkroom.errors import ImageFailed, NotFoundError
from darkroom.forms import Progress
from darkroom.models import Image, Status


def upload(context: Context) -> Exit:
    """Upload each picture; with --out save what came of it."""
    options = context.options
    try:
        files = list(found(options.paths))
    except NothingFound as problem:
        context.display.complain(str(problem))
        return Exit.PICTURE_FAILED
    kept = options.manifest or (NAME if options.resume else None)
    manifest = Manifest(Path(kept), options.url) if kept else None
    return upload_files(context, files, manifest).worst


def upload_files(context: Context, files: Sequence[Found], manifest: Manifest | None) -> Tally[Found]:
    """Upload the files, some at a time; leave out what the manifest says is done."""

    def one(file: Found) -> Outcome:
        entry = manifest and manifest.find(file.path, context.options.variants)
        if entry and entry.done:
            return Outcome(input=str(file), skipped=entry.id)
        image = _taken_up(context, entry.id) if entry else None
        with context.display.picture(str(file)) as show:
            return _finished(context, file, image or _sent(context, file, manifest, show), manifest)

    return each(context, files, one, context.options.workers)


def _taken_up(context: Context, image_id: str) -> Image | None:
    """Return the image if the service still has it and may yet finish it, else None: upload it again."""
    try:
        image = context.client.get(image_id)
    except NotFoundError:
        return None
    return image if image.status in (Status.PROCESSING, Status.READY) else None


def _sent(context: Context, file: Found, manifest: Manifest | None, show: Progress) -> Image:
    options = context.options

    def progress(sent: int, total: int) -> None:
        context.clock.look()
        show(sent, total)

    image = context.client.upload(
        file.path,
        options.variants,
        wait=False,
        content_type=options.content_type,
        focus=options.focus,
        progress=progress,
    )
    if manifest:
        manifest.note(file.path, options.variants, image.id, done=False)
    return image


def _finished(context: Context, file: Found, image: Image, manifest: Manifest | None) -> Outcome:
    """Wait and save as far as that was asked for. That it is no picture is an end as well."""
    options = context.options
    try:
        ended = context.client.wait(image.id, options.timeout) if options.wait else image
        files = saved(context, ended, None, file.below) if options.out else {}
    except ImageFailed:
        _note_done(manifest, file, options.variants, image.id)
        raise
    _note_done(manifest, file, options.variants, image.id)
    return Outcome(input=str(file), image=ended, files=files)


def _note_done(manifest: Manifest | None, file: Found, variants: Sequence[str] | None, image_id: str) -> None:
    if manifest:
        manifest.note(file.path, variants, image_id, done=True)
