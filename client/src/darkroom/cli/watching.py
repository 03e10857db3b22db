"""`darkroom watch`: upload what appears in a folder, until Ctrl-C."""

from collections.abc import Sequence
from pathlib import Path

from darkroom.cli.arrivals import Arrivals
from darkroom.cli.context import Context
from darkroom.cli.exits import Exit
from darkroom.cli.manifest import NAME, Manifest
from darkroom.cli.paths import Found
from darkroom.cli.uploading import upload_files
from darkroom.errors import UnauthorizedError

# While the service cannot be reached: there is no use in asking more often.
BROKEN_SECONDS = 30.0


def watch(context: Context) -> Exit:
    """Upload what is there and what comes; return only when the token is refused."""
    options = context.options
    folder = Path(options.folder)
    if not folder.is_dir():
        context.display.complain(f"{folder}: there is no such folder to watch")
        return Exit.PICTURE_FAILED
    manifest = Manifest(Path(options.manifest or folder / NAME), options.url)
    arrivals = Arrivals(folder)
    context.display.say(f"watching {folder}; Ctrl-C ends it")
    while True:
        tally = upload_files(context, _new(arrivals, manifest, options.variants), manifest)
        if isinstance(tally.broken, UnauthorizedError):
            return tally.worst
        arrivals.again(tally.left)
        context.clock.sleep(BROKEN_SECONDS if tally.broken else options.every)


def _new(arrivals: Arrivals, manifest: Manifest, variants: Sequence[str] | None) -> list[Found]:
    """Leave out, without a word, what was done by an earlier watch."""
    return [
        file for file in arrivals.look() if not ((entry := manifest.find(file.path, variants)) and entry.done)
    ]
