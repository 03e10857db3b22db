"""Save an image's variants to the folder that --out names."""

from collections.abc import Sequence
from pathlib import Path

from darkroom.cli.batch import VariantsNotSaved
from darkroom.cli.context import Context
from darkroom.errors import DarkroomError
from darkroom.image import Image, label

NO_SUBFOLDER = Path()


def save_variants(
    context: Context, image: Image, variants: Sequence[str] | None, subfolder: Path = NO_SUBFOLDER
) -> dict[str, str]:
    """Save the named variants, or all of them, to a subfolder of --out; return file paths by variant name.

    Raises VariantsNotSaved.
    """
    options = context.options
    folder = Path(options.out or "") / subfolder
    files: dict[str, str] = {}
    try:
        for name in variants or [label(image, variant) for variant in image.variants]:
            saved = context.client.download(image, folder, [name], overwrite=options.overwrite)
            files |= {key: str(file) for key, file in saved.items()}
    except (DarkroomError, OSError) as error:
        raise VariantsNotSaved(image, files, error) from error
    return files
