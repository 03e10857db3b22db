"""All generated files."""

from collections.abc import Callable, Iterator
from itertools import islice
from types import MappingProxyType

from tests.differential.generator import apng, avif, bmp, gif, jpeg, png, tiff, webp
from tests.differential.generator.case import Case

# How many files of each format there are.
COUNTS = MappingProxyType({"png": 700, "jpeg": 400, "webp": 300, "gif": 350, "apng": 150, "avif": 200, "tiff": 350, "bmp": 120})
_FORMATS: dict[str, Callable[[int], Iterator[Case]]] = {
    "png": png.cases,
    "jpeg": jpeg.cases,
    "webp": webp.cases,
    "gif": gif.cases,
    "apng": apng.cases,
    "avif": avif.cases,
    "tiff": tiff.cases,
    "bmp": bmp.cases,
}


def all_cases(share: float = 1.0, only: str | None = None) -> Iterator[Case]:
    """Yield the files of all formats or one, or the first ones of each, which cover its axes."""
    for format_, count in COUNTS.items():
        if only not in (None, format_):
            continue
        yield from islice(_FORMATS[format_](count), max(1, round(count * share)))
