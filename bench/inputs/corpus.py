"""Real photos from the corpus: `DARKROOM_CORPUS`, or `shared/corpus` next to the repository."""

import os
from pathlib import Path

from bench.inputs.files import Input
from bench.paths import REPOSITORY

_FILES = [
    ("JPEG 4:2:2 12 MP, camera", "baseline", "jpg12_cam422.jpg"),
    ("JPEG 4:2:0 13 MP, camera", "baseline", "jpg13_cam420.jpg"),
    ("JPEG progressive 13 MP, camera", "progressive", "jpg13_prog420.jpg"),
    ("WebP 12 MP, camera", "webp", "webp12.webp"),
    ("AVIF 8 MP, camera", "avif", "avif8.avif"),
    ("HEIC 12 MP, camera", "heic", "heic12.heic"),
]


def photos() -> list[Input]:
    """Return the photos of all formats that exist on this machine."""
    folder = _folder()
    return [Input(name, group, folder / file) for name, group, file in _FILES if (folder / file).exists()]


def camera() -> list[Input]:
    """Return the JPEGs in `photos/camera`, one of each of many cameras and phones, sorted by name."""
    return [Input(file.stem, "camera", file) for file in sorted((_folder() / "camera").glob("*.jpg"))]


def _folder() -> Path:
    return Path(os.environ.get("DARKROOM_CORPUS", REPOSITORY.parent / "shared" / "corpus")) / "photos"
