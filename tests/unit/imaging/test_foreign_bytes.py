"""Nothing that hides in a file, outside of its pixels, reaches a variant.

Run `python -m tests.unit.imaging.test_foreign_bytes FOLDER` to write all variants to a folder, and search it
with another tool, such as `exiftool -a -u -g1` or `strings`.
"""

import struct
import sys
from pathlib import Path
from typing import Literal

import pytest

from chalicelib.models import Format, Rendered, VariantSpec
from tests.unit.imaging.container_files import exif_segment, jpeg, tiff
from tests.unit.imaging.hidden_marker import MARKER
from tests.unit.imaging.hidden_places import PLACES
from tests.unit.imaging.samples import render

OUTPUTS: list[Format | Literal["source"]] = ["source", "jpeg", "png", "webp", "avif", "gif"]
# Shorter parts of the marker could be in a variant by chance.
_PART = 9
_PARTS = [MARKER[at : at + _PART] for at in range(len(MARKER) - _PART + 1)]


def variants(content: bytes) -> tuple[Rendered, ...]:
    """Return small variants without any metadata, and larger ones with all that a preset can keep."""
    small = [VariantSpec(name=f"{each} small", format=each, width=20, height=20, keep=()) for each in OUTPUTS]
    large = [
        VariantSpec(
            name=f"{each} large",
            format=each,
            width=60,
            height=60,
            keep=("provenance", "copyright", "rights"),
        )
        for each in OUTPUTS
    ]
    return render(content, *small, *large)


def marked(rendered: tuple[Rendered, ...]) -> set[str]:
    """Return the names of the variants with a part of the marker."""
    return {each.name for each in rendered if any(part in each.content for part in _PARTS)}


@pytest.mark.parametrize("place", PLACES)
def test_a_hidden_marker_reaches_no_variant(place: str) -> None:
    rendered = variants(PLACES[place])
    assert len(rendered) == 2 * len(OUTPUTS)
    assert marked(rendered) == set()


def test_a_marker_in_what_presets_keep_is_found() -> None:
    copyright_notice = tiff((0x8298, 2, len(MARKER), struct.pack("<I", 26)), data=MARKER)
    rendered = variants(jpeg(exif_segment(copyright_notice)))
    assert marked(rendered) == {f"{each} large" for each in ("source", "jpeg", "png", "webp", "avif")}


@pytest.mark.parametrize("place", PLACES)
def test_the_marker_is_in_the_file(place: str) -> None:
    spread = place in {"BMP end of a row", "PNG iCCP content", "PNG ICC"}
    assert spread or MARKER in PLACES[place]


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for place in PLACES:
        for each in variants(PLACES[place]):
            (folder / f"{place}, {each.name}.{each.extension}").write_bytes(each.content)
