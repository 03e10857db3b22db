"""Images for tests and screenshots: crops of the sample landscape in different colors and aspect ratios."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from PIL import Image, ImageOps

from local.sample.landscape import landscape

Box = tuple[float, float, float, float]
Tint = tuple[str, str, str]

WHOLE: Box = (0, 0, 1, 1)
PANORAMA: Box = (0, 0.36, 1, 0.72)
RIDGES: Box = (0.3, 0.34, 1, 0.66)
SHORE: Box = (0, 0.55, 0.62, 1)
SUN: Box = (0.4, 0.3, 0.9, 0.68)
SQUARE: Box = (0, 0.3, 1, 1)

NO_TINT: Tint | None = None
DAWN: Tint = ("#1d2b3a", "#c98b8b", "#fff1dc")
NIGHT: Tint = ("#05070f", "#27406b", "#c9d6ea")
FOG: Tint = ("#20262b", "#8d9aa0", "#f2f4f1")
SUMMER: Tint = ("#0f2a1f", "#5f9a72", "#f6f1c8")
SEPIA: Tint = ("#1c120b", "#9a7650", "#f7ead2")

# file name: the part of the landscape to show, and its tint
SCENES: Mapping[str, tuple[Box, Tint | None]] = {
    "evening at the lake.jpg": (WHOLE, NO_TINT),
    "panorama.jpg": (PANORAMA, DAWN),
    "ridges in the fog.jpg": (RIDGES, FOG),
    "shore.jpg": (SHORE, SUMMER),
    "IMG_20260921_190400_portrait_of_the_sun_over_the_mountains_final_2.jpg": (SUN, NO_TINT),
    "night.jpg": (WHOLE, NIGHT),
    "album.jpg": (SQUARE, SEPIA),
    "firs.jpg": (SHORE, NIGHT),
    "blue hour.jpg": (PANORAMA, NIGHT),
    "first light.jpg": (SUN, DAWN),
    "green lake.jpg": (SQUARE, SUMMER),
    "morning.jpg": (RIDGES, DAWN),
}


def scenes(folder: Path, longest: int = 2400) -> list[Path]:
    """Draw all scenes as JPEG, with at most `longest` pixels per side; return their paths in order."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_saved(folder / name, longest, *scene) for name, scene in SCENES.items()]


def _saved(path: Path, longest: int, box: Box, tint: Tint | None) -> Path:
    if not path.exists():
        width, height = _lake().size
        left, top, right, bottom = box
        part = _lake().crop((int(left * width), int(top * height), int(right * width), int(bottom * height)))
        part.thumbnail((longest, longest))
        _tinted(part, tint).save(path, "JPEG", quality=92)
    return path


def _tinted(image: Image.Image, tint: Tint | None) -> Image.Image:
    if tint is None:
        return image
    black, mid, white = tint
    return ImageOps.colorize(ImageOps.autocontrast(image.convert("L")), black, white, mid)


@cache
def _lake() -> Image.Image:
    return landscape()
