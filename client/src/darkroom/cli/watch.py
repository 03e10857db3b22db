"""The `watch` command: upload images as they appear in a folder, until Ctrl-C."""

from collections.abc import Sequence
from pathlib import Path

from darkroom.cli.context import Context
from darkroom.cli.exit_codes import ExitCode
from darkroom.cli.folder_scan import FolderScan
from darkroom.cli.manifest import DEFAULT_NAME, Manifest
from darkroom.cli.paths import Found
from darkroom.cli.upload import upload_files
from darkroom.errors import UnauthorizedError

# The pause before the next attempt while the service is unreachable.
UNREACHABLE_PAUSE_SECONDS = 30.0


def watch(context: Context) -> ExitCode:
    """Upload existing and new images; return only if the service rejects the token."""
    options = context.options
    folder = Path(options.folder)
    if not folder.is_dir():
        context.display.error(f"Folder not found: {folder}")
        return ExitCode.IMAGE_FAILED
    manifest = Manifest(Path(options.manifest or folder / DEFAULT_NAME), options.url)
    folder_scan = FolderScan(folder)
    context.display.info(f"Watching {folder}. Press Ctrl-C to stop.")
    while True:
        result = upload_files(context, _new_files(folder_scan, manifest, options.variants), manifest)
        if isinstance(result.stopped_by, UnauthorizedError):
            return result.exit_code
        folder_scan.retry(result.unprocessed)
        context.clock.sleep(UNREACHABLE_PAUSE_SECONDS if result.stopped_by else options.every)


def _new_files(folder_scan: FolderScan, manifest: Manifest, variants: Sequence[str] | None) -> list[Found]:
    """Return the new files, omitting those that an earlier watch finished."""
    return [
        file
        for file in folder_scan.scan()
        if not (file.path and (entry := manifest.find(file.path, variants)) and entry.done)
    ]
