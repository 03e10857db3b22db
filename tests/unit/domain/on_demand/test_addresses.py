"""URLs and keys of variants on demand."""

import pytest
from hypothesis import given
from msgspec import structs

from chalicelib.domain.on_demand.addresses import is_version, key, path, rendition
from chalicelib.errors import VariantNotFound
from chalicelib.models import NamedPreset, Operations, Rendition, Resize
from tests.unit.domain.on_demand.operation_strategies import OPERATIONS, RENDITION_FORMATS

VERSION = "0123456789ab"


def a_rendition(operations: Operations) -> Rendition:
    return Rendition(image_id="ID", version=VERSION, operations=operations)


@pytest.mark.parametrize(
    ("operations", "file"),
    [
        (Resize(width=640, format="jpeg"), "w_640.jpg"),
        (
            Resize(width=640, height=480, position="top", format="webp", quality=60),
            "w_640,h_480,pos_top,q_60.webp",
        ),
        (Resize(width=640, height=480, position=(500, 300), format="png"), "w_640,h_480,pos_x0.5y0.3.png"),
        (NamedPreset(name="card", format="gif"), "p_card.gif"),
    ],
)
def test_a_key_has_the_format_as_its_extension(operations: Operations, file: str) -> None:
    assert key(a_rendition(operations)) == f"d/ID/{VERSION}/{file}"
    assert rendition("ID", VERSION, file) == a_rendition(operations)


def test_a_path_has_the_canonical_operations() -> None:
    assert path("ID", VERSION, Resize(width=640, format="webp")) == f"i/ID/{VERSION}/w_640,f_webp"


def test_a_key_needs_a_format() -> None:
    with pytest.raises(ValueError, match="have no format"):
        key(a_rendition(Resize(width=640)))


@pytest.mark.parametrize(
    "file",
    [
        "w_640",
        "w_640.",
        ".webp",
        "w_640.jpeg",
        "w_640.JPG",
        "w_640.gif",
        "w_640.tiff",
        "w_640,f_webp.webp",
        "w_640,q_80.webp",
        "w_640,h_480,fit_cover.webp",
        "w_640.webp.webp",
        "w_640,h_480,pos_x0.5y0.3",
        "p_card.svg",
        "h_480.webp",
        "w_640%2Ch_480.webp",
        "w_640.webp\n",
        "x" * 10_000 + ".webp",
    ],
)
def test_no_other_file_has_a_key(file: str) -> None:
    with pytest.raises(VariantNotFound) as caught:
        rendition("ID", VERSION, file)
    assert len(str(caught.value)) < 150


@given(OPERATIONS, RENDITION_FORMATS)
def test_a_key_is_parsed_to_the_same_rendition(operations: Operations, format_: str) -> None:
    if isinstance(operations, Resize) and format_ == "gif":
        return
    expected = a_rendition(structs.replace(operations, format=format_))
    prefix, image_id, version, file = key(expected).split("/")
    assert prefix == "d"
    assert rendition(image_id, version, file) == expected


@pytest.mark.parametrize("text", ["0123456789ab", "f" * 12])
def test_a_version_has_twelve_hex_digits(text: str) -> None:
    assert is_version(text)


@pytest.mark.parametrize("text", ["", "0" * 11, "0" * 13, "0" * 16, "ABCDEF012345", "w_640", "0" * 11 + "\n"])
def test_nothing_else_is_a_version(text: str) -> None:
    assert not is_version(text)
