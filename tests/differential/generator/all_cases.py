"""All generated files."""

from collections.abc import Iterator
from itertools import islice
from types import MappingProxyType

from tests.differential.generator import apng, avif, bmp, gif, heic, jpeg, png, tiff, webp
from tests.differential.generator.case import Case

FORMATS = MappingProxyType(
    {module.FORMAT.name: module.FORMAT for module in (jpeg, png, apng, webp, gif, avif, heic, tiff, bmp)}
)
# The share of each format's files that `make test` runs.
SHORT = 0.2


def all_cases(share: float = 1.0, only: str | None = None) -> Iterator[Case]:
    """Yield the files of all formats or one, or the first ones of each, which cover its axes."""
    for name, format_ in FORMATS.items():
        if only in (None, name):
            yield from islice(format_.cases(), max(1, round(format_.count * share)))
