"""Input files, cached between runs."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from PIL import Image

from bench.inputs import drawing
from bench.paths import INPUTS

Save = Callable[[Image.Image, Path], None]


class Input(Struct, frozen=True):
    """One input file.

    `group` is the kind that targets refer to: baseline, camera, progressive, png, webp, avif, gif, heic,
    animated webp or apng.
    """

    name: str
    group: str
    path: Path


def saver(format_: str, **options: object) -> Save:
    """Return a function that saves an image with these settings."""
    return lambda image, path: image.save(path, format_, **options)


def cached(name: str, group: str, draw: Callable[[], Image.Image], save: Save) -> Input:
    """Return the file of this name. Draw it first unless an earlier run did so with the same drawing code."""
    folder = INPUTS / sha256(Path(drawing.__file__).read_bytes()).hexdigest()[:8]
    path = folder / name.translate(_PLAIN)
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        save(draw(), unfinished)
        unfinished.rename(path)
    return Input(name, group, path)


_PLAIN = str.maketrans(" .", "--", ":,")
