"""Input files, written once and kept for later runs."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from PIL import Image

from bench.inputs import drawing
from bench.places import INPUTS

Save = Callable[[Image.Image, Path], None]


@dataclass(frozen=True)
class Input:
    """One file. `group` is what the targets speak of: baseline, progressive, png, webp, avif, gif, heic."""

    name: str
    group: str
    path: Path


def saving(form: str, **options: object) -> Save:
    """Return a function that writes a picture with these settings."""
    return lambda image, path: image.save(path, form, **options)


def kept(name: str, group: str, draw: Callable[[], Image.Image], save: Save) -> Input:
    """Draw and write the file unless an earlier run has, with the same drawing code."""
    folder = INPUTS / sha256(Path(drawing.__file__).read_bytes()).hexdigest()[:8]
    path = folder / name.translate(_PLAIN)
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        save(draw(), unfinished)
        unfinished.rename(path)
    return Input(name, group, path)


_PLAIN = str.maketrans(" .", "--", ":,")
