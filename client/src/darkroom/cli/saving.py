"""Saves variants for a command, and tells how far it came when that breaks off."""

from collections.abc import Sequence
from pathlib import Path

from darkroom.cli.context import Context
from darkroom.cli.each import NotSaved
from darkroom.errors import DarkroomError
from darkroom.models import Image

NOWHERE_BELOW = Path()


def saved(
    context: Context, image: Image, variants: Sequence[str] | None, below: Path = NOWHERE_BELOW
) -> dict[str, str]:
    """Save the variants, all unless some are named, to --out and the folder `below` it. Raises NotSaved."""
    options = context.options
    folder = Path(options.out or "") / below
    files: dict[str, str] = {}
    try:
        for name in variants or [variant.name for variant in image.variants]:
            done = context.client.download(image, folder, [name], overwrite=options.overwrite)
            files[name] = str(done[name])
    except (DarkroomError, OSError) as error:
        raise NotSaved(image, files, error) from error
    return files
