import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from chalicelib.errors import InvalidOutput, Rejected
from chalicelib.imaging.encoding import output_headers
from chalicelib.imaging.encoding.output_check import check
from chalicelib.imaging.encoding.output_headers import Header
from chalicelib.models import Format, VariantPlan, VariantSpec
from tests.unit.imaging.samples import encoded, photo, quarters

FORMATS: tuple[Format, ...] = ("jpeg", "png", "webp", "gif", "avif")


def file(name: Format, size: tuple[int, int] = (60, 40)) -> bytes:
    return encoded(photo(*size), name)


def transparent() -> Image.Image:
    image = photo(60, 40)
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    return image


def animation(name: Format) -> bytes:
    return encoded(photo(60, 40), name, save_all=True, append_images=[quarters(60, 40)], duration=50)


def planned(name: Format, width: int = 60, height: int = 40) -> VariantPlan:
    spec = VariantSpec(name="v", width=width, height=height)
    return VariantPlan(
        spec=spec, format=name, width=width, height=height, scaled_width=width, scaled_height=height
    )


@pytest.mark.parametrize("name", FORMATS)
def test_a_complete_file_of_the_planned_size_passes(name: Format) -> None:
    check(file(name), planned(name), animated=False)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("jpeg", encoded(photo(60, 40), "jpeg", progressive=True)),
        ("jpeg", encoded(photo(60, 40), "jpeg", exif=b"Exif\0\0" + bytes(2000))),
        ("jpeg", encoded(photo(60, 40).convert("L"), "jpeg")),
        ("webp", encoded(photo(60, 40), "webp", lossless=True)),
        ("webp", encoded(transparent(), "webp")),
        ("webp", encoded(transparent(), "webp", lossless=True, exif=b"Exif\0\0" + bytes(99))),
        ("avif", encoded(transparent(), "avif")),
    ],
)
def test_every_kind_of_file_that_encoders_write_is_read(name: Format, content: bytes) -> None:
    assert output_headers.read(content, name) == Header(width=60, height=40, frames=1)


@pytest.mark.parametrize("name", ["gif", "webp", "png", "avif"])
def test_frames_are_counted(name: Format) -> None:
    assert output_headers.read(animation(name), name) == Header(width=60, height=40, frames=2)
    check(animation(name), planned(name), animated=True)
    with pytest.raises(InvalidOutput, match="2 frames"):
        check(animation(name), planned(name), animated=False)


@pytest.mark.parametrize("name", FORMATS)
def test_another_size_is_invalid(name: Format) -> None:
    with pytest.raises(InvalidOutput, match=r"\(60, 40\) pixels instead of \(60, 41\)"):
        check(file(name), planned(name, height=41), animated=False)


@pytest.mark.parametrize("name", FORMATS)
def test_every_truncated_file_is_invalid(name: Format) -> None:
    content = file(name)
    for length in range(len(content)):
        assert output_headers.read(content[:length], name) is None


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_of_another_format_is_invalid(name: Format) -> None:
    for other in set(FORMATS) - {name}:
        with pytest.raises(InvalidOutput, match=f"complete {other}"):
            check(file(name), planned(other), animated=False)


def test_the_image_is_not_to_blame_for_an_invalid_output() -> None:
    assert not issubclass(InvalidOutput, Rejected)


@given(name=st.sampled_from(FORMATS), changes=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255))))
def test_any_bytes_can_be_read(name: Format, changes: list[tuple[int, int]]) -> None:
    content = bytearray(file(name, (8, 8)))
    for at, value in changes:
        content[at % len(content)] = value
    output_headers.read(bytes(content), name)
