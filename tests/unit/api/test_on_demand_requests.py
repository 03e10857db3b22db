"""How requests for variants on demand are parsed."""

from collections.abc import Mapping

import pytest

from chalicelib.api import on_demand_requests
from chalicelib.errors import InvalidField, InvalidOperations, VariantNotFound
from chalicelib.models import NamedPreset, Operations, Resize, VariantRequest

IMAGE_ID = "x" * 28
VERSION = "0123456789ab"
SIGNATURE = "0123456789abcdef0123456789abcdef01234567"


def address(
    operations: str = "w_640", version: str | None = VERSION, query: Mapping[str, str] | None = None
) -> VariantRequest:
    return on_demand_requests.address(IMAGE_ID, version, operations, query, "image/avif")


def file(name: str, version: str = VERSION) -> VariantRequest:
    return on_demand_requests.file(IMAGE_ID, version, name, None)


def owned(**query: str) -> Operations:
    return on_demand_requests.owned(IMAGE_ID, query, "image/avif").operations


def test_an_address_has_an_image_a_version_and_operations() -> None:
    assert address("w_640,h_360,f_webp") == VariantRequest(
        image_id=IMAGE_ID,
        version=VERSION,
        operations=Resize(width=640, height=360, format="webp"),
        accept="image/avif",
    )
    assert address(version=None).version is None


def test_it_can_have_a_signature_and_a_number_of_redirects() -> None:
    request = address(query={"s": SIGNATURE, "n": "2"})
    assert (request.signature, request.redirects) == (SIGNATURE, 2)
    assert (address().signature, address().redirects) == (None, 0)


@pytest.mark.parametrize("value", ["", "0", "3", "01", "-1", "x"])
def test_other_numbers_of_redirects_are_invalid(value: str) -> None:
    with pytest.raises(InvalidField, match="n must be 1 or 2") as caught:
        address(query={"n": value})
    assert caught.value.field == "n"


@pytest.mark.parametrize("value", ["", "x", SIGNATURE.upper(), SIGNATURE[1:], f"{SIGNATURE}\n"])
def test_a_signature_has_40_hex_digits(value: str) -> None:
    with pytest.raises(InvalidField, match="40 hex digits") as caught:
        address(query={"s": value})
    assert caught.value.field == "s"


@pytest.mark.parametrize("comma", [",", "%2C", "%2c"])
def test_commas_can_be_encoded(comma: str) -> None:
    assert address(f"w_640{comma}f_webp").operations == Resize(width=640, format="webp")
    assert file(f"w_640{comma}h_360.webp").operations == Resize(width=640, height=360, format="webp")


@pytest.mark.parametrize(
    "text", ["w%5F640", "w_640%2Cf_web%70", "w_640%252Cf_webp", "f_webp,w_640", "", "w_0"]
)
def test_other_texts_are_no_operations(text: str) -> None:
    with pytest.raises(InvalidOperations):
        address(text)


@pytest.mark.parametrize("version", ["", "0123456789AB", "0123456789abc", "w_640", "x" * 10_000])
def test_another_text_is_no_version(version: str) -> None:
    with pytest.raises(VariantNotFound) as caught:
        address(version=version)
    assert len(str(caught.value)) < 200
    with pytest.raises(VariantNotFound):
        file("w_640.webp", version)


def test_a_file_has_its_format_from_its_extension() -> None:
    assert file("w_640,q_90.jpg").operations == Resize(width=640, quality=90, format="jpeg")
    assert file("p_poster.gif").operations == NamedPreset(name="poster", format="gif")


@pytest.mark.parametrize("name", ["w_640", "w_640.jpeg", "w_640.gif", "w_640,f_webp.webp", "w_640,q_80.jpg"])
def test_another_name_is_no_file(name: str) -> None:
    with pytest.raises(VariantNotFound):
        file(name)


def test_an_owner_names_operations_in_the_query_string_in_any_order() -> None:
    assert owned(w="640") == Resize(width=640)
    assert owned(q="55", f="png", pos="x0.5y0.25", fit="cover", h="360", w="640") == Resize(
        width=640, height=360, position=(500, 250), format="png", quality=55
    )
    assert owned(p="poster") == NamedPreset(name="poster")
    assert owned(f="avif", p="poster") == NamedPreset(name="poster", format="avif")
    assert on_demand_requests.owned(IMAGE_ID, {"w": "1"}, "image/avif").accept == "image/avif"


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"h": "360"},
        {"w": ""},
        {"w": "-1"},
        {"w": "640,h_360"},
        {"w": "99999"},
        {"w": "640", "fit": "cover"},
        {"w": "640", "f": "gif"},
        {"w": "9" * 10_000},
    ],
)
def test_invalid_parameters_are_quoted_as_the_operations_that_they_stand_for(query: dict[str, str]) -> None:
    with pytest.raises(InvalidOperations, match="The parameters stand for '") as caught:
        owned(**query)
    assert len(str(caught.value)) < 400


def test_a_preset_has_no_size() -> None:
    with pytest.raises(InvalidOperations, match="w cannot be combined with p") as caught:
        owned(p="poster", w="640")
    assert caught.value.field == "w"
