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
from darkroom.cli.manifest import DEFAULT_NAME, Entry, Manifest
from darkroom.cli.outcome import Outcome
from darkroom.errors import ImageFailed, InvalidRequestError, NotFoundError
from darkroom.image import Image
from darkroom.models import Status
from darkroom.part_uploads import THRESHOLD_BYTES
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
        with context.display.upload_bar(str(file)) as bar:
            return _upload(context, file, entry, manifest, _cancellable(context, bar))

    return run_batch(context, files, upload_one, context.options.workers)


def _upload(
    context: Context, file: Input, entry: Entry | None, manifest: Manifest | None, progress: Progress
) -> Outcome:
    """Upload the file unless it has arrived, wait for the image and save its variants, as requested.

    A failed image also counts as done.
    """
    options = context.options
    try:
        existing = _existing_image(context, file, entry, progress) if entry else None
        image = existing or _send(context, file, manifest, progress)
        files = save_variants(context, image, None, file.subfolder) if options.out else {}
    except ImageFailed as error:
        _record(manifest, file, options.variants, error.image.id, done=True)
        raise
    _record(manifest, file, options.variants, image.id, done=True)
    return Outcome(input=str(file), image=image, files=files)


def _cancellable(context: Context, progress: Progress) -> Progress:
    def check_and_report(sent: int, total: int) -> None:
        context.clock.check()
        progress(sent, total)

    return check_and_report


def _existing_image(context: Context, file: Input, entry: Entry, progress: Progress) -> Image | None:
    """Return the image, as `_send` does, if its file has arrived; None if it must be uploaded again."""
    try:
        image = context.client.get(entry.id)
    except NotFoundError:
        return None
    if image.status is Status.PENDING and entry.size > THRESHOLD_BYTES:
        return _resumed_image(context, file, entry.id, progress)
    if image.status not in (Status.PROCESSING, Status.READY):
        return None
    return image.wait(context.options.timeout) if context.options.wait else image


def _resumed_image(context: Context, file: Input, image_id: str, progress: Progress) -> Image | None:
    """Send the parts that are missing. Return None if the service has ended the upload."""
    options = context.options
    with file.open() as opened:
        try:
            return context.client.resume_upload(
                image_id,
                opened.stream,
                filename=opened.filename,
                wait=options.wait,
                timeout=options.timeout,
                progress=progress,
            )
        except InvalidRequestError:
            return None


def _send(context: Context, file: Input, manifest: Manifest | None, progress: Progress) -> Image:
    options = context.options
    with file.open() as found:
        opened = found.renamed(options.filename) if options.filename else found
        return context.client.upload(
            opened.stream,
            options.variants,
            wait=options.wait,
            timeout=options.timeout,
            filename=opened.filename,
            content_type=options.content_type or opened.content_type,
            focus=options.focus,
            crop=options.crop,
            rotate=options.rotate,
            metadata=metadata_of(options) or None,
            progress=progress,
            on_created=lambda image_id: _record(manifest, file, options.variants, image_id, done=False),
        )


def _record(
    manifest: Manifest | None, file: Input, variants: Sequence[str] | None, image_id: str, *, done: bool
) -> None:
    if manifest and file.path:
        manifest.record(file.path, variants, image_id, done=done)
