"""The `upload` command: upload many files in parallel, skipping those that the manifest lists as done."""

from collections.abc import Sequence
from pathlib import Path

from darkroom.cli.batch import BatchResult, run_batch
from darkroom.cli.context import Context
from darkroom.cli.downloads import save_variants
from darkroom.cli.edit_arguments import metadata_of
from darkroom.cli.exit_codes import ExitCode
from darkroom.cli.expansion import expand
from darkroom.cli.inputs import Input
from darkroom.cli.manifest import DEFAULT_NAME, Manifest
from darkroom.cli.outcome import Outcome
from darkroom.errors import ImageFailed, NotFoundError
from darkroom.image import Image
from darkroom.models import Status
from darkroom.uploads import Progress


def upload(context: Context) -> ExitCode:
    """Upload the given files and, with --out, save their variants."""
    options = context.options
    files = list(expand(options.paths, context.clock.check))
    if options.filename and len(files) > 1:
        context.display.error("--filename names one image. Upload it alone.")
        return ExitCode.USAGE
    manifest_path = options.manifest or (DEFAULT_NAME if options.resume else None)
    manifest = Manifest(Path(manifest_path), options.url) if manifest_path else None
    return upload_files(context, files, manifest).exit_code


def upload_files(context: Context, files: Sequence[Input], manifest: Manifest | None) -> BatchResult[Input]:
    """Upload files in parallel, skipping those that the manifest lists as done."""

    def upload_one(file: Input) -> Outcome:
        entry = manifest.find(file.path, context.options.variants) if manifest and file.path else None
        if entry and entry.done:
            return Outcome(input=str(file), skipped=entry.id)
        image = _existing_image(context, entry.id) if entry else None
        with context.display.upload_bar(str(file)) as progress:
            return _finish(context, file, image or _send(context, file, manifest, progress), manifest)

    return run_batch(context, files, upload_one, context.options.workers)


def _existing_image(context: Context, image_id: str) -> Image | None:
    """Return the image if it is processing or ready, or None if the file must be uploaded again."""
    try:
        image = context.client.get(image_id)
    except NotFoundError:
        return None
    return image if image.status in (Status.PROCESSING, Status.READY) else None


def _send(context: Context, file: Input, manifest: Manifest | None, progress: Progress) -> Image:
    options = context.options

    def cancellable_progress(sent: int, total: int) -> None:
        context.clock.check()
        progress(sent, total)

    with file.open() as found:
        opened = found.renamed(options.filename) if options.filename else found
        image = context.client.upload(
            opened.stream,
            options.variants,
            wait=False,
            filename=opened.filename,
            content_type=options.content_type or opened.content_type,
            focus=options.focus,
            crop=options.crop,
            rotate=options.rotate,
            metadata=metadata_of(options) or None,
            progress=cancellable_progress,
        )
    _record(manifest, file, options.variants, image.id, done=False)
    return image


def _finish(context: Context, file: Input, image: Image, manifest: Manifest | None) -> Outcome:
    """Wait for the image and save its variants, as requested. A failed image also counts as done."""
    options = context.options
    try:
        final = context.client.wait(image.id, options.timeout) if options.wait else image
        files = save_variants(context, final, None, file.subfolder) if options.out else {}
    except ImageFailed:
        _record(manifest, file, options.variants, image.id, done=True)
        raise
    _record(manifest, file, options.variants, image.id, done=True)
    return Outcome(input=str(file), image=final, files=files)


def _record(
    manifest: Manifest | None, file: Input, variants: Sequence[str] | None, image_id: str, *, done: bool
) -> None:
    if manifest and file.path:
        manifest.record(file.path, variants, image_id, done=done)
