"""The palette of files that have one: the flat colors of the scenes first, then grays."""

from functools import lru_cache

from tests.differential.generator import scene

_FLAT = (scene.RED, scene.GREEN, scene.BLUE, scene.SAND, scene.YELLOW)
Rgb = tuple[int, int, int]


def colors(entries: int) -> list[Rgb]:
    """Return this many colors."""
    grays = entries - len(_FLAT)
    levels = (at * 255 // max(1, grays - 1) for at in range(max(0, grays)))
    return [*_FLAT, *((level, level, level) for level in levels)][:entries]


@lru_cache(10_000)
def index(pixel: scene.Rgba, entries: int) -> int:
    """Return the index of a pixel's color, or of another one if the palette is too small for it."""
    grays = entries - len(_FLAT)
    if pixel[:3] in _FLAT:
        return _FLAT.index(pixel[:3]) % entries
    if grays > 0:
        return len(_FLAT) + pixel[0] * (grays - 1) // 255
    return pixel[0] * entries // 256
