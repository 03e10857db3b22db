import pytest
from PIL import Image

from chalicelib.domain import formats
from chalicelib.domain.geometry import plan
from chalicelib.errors import CorruptImage, EmptyFile, TooComplex, UnsupportedFormat
from chalicelib.imaging.decoding.decoder_errors import decoding
from chalicelib.models import VariantSpec
from tests.unit.imaging.samples import ENGINE, encoded, near, opened, photo, quarters

pytestmark = pytest.mark.also_without_kernel


@pytest.mark.parametrize("name", ["jpeg", "png", "webp", "gif", "avif", "tiff", "bmp"])
def test_the_header_contains_format_and_size(name: str) -> None:
    info = ENGINE.inspect(encoded(quarters(60, 40), name))
    assert (info.format, info.width, info.height) == (name, 60, 40)
    assert (info.frames, info.orientation, info.has_alpha) == (1, 1, False)
    assert info.content_type == formats.by_name(name).content_type


def test_the_first_image_of_an_mpo_is_read_as_a_jpeg() -> None:
    content = encoded(quarters(), "mpo", save_all=True, append_images=[photo(160, 120)])
    info = ENGINE.inspect(content)
    (variant,) = ENGINE.render(
        content, info, plan(info, [VariantSpec(name="v", width=60, height=60)])
    ).variants
    assert info.format == "jpeg"
    assert near(opened(variant.content).getpixel((5, 5)), (220, 30, 30), tolerance=25)


def test_the_orientation_of_a_png_counts_only_before_its_pixels() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    content = encoded(quarters(60, 40), "png", exif=exif)
    chunk = content.index(b"eXIf") - 4
    length = int.from_bytes(content[chunk : chunk + 4], "big") + 12
    end = content.index(b"IEND") - 4
    moved = content[:chunk] + content[chunk + length : end] + content[chunk : chunk + length] + content[end:]
    assert ENGINE.inspect(content).orientation == 6
    assert ENGINE.inspect(moved).orientation == 1


def test_zero_bytes_are_an_empty_file() -> None:
    with pytest.raises(EmptyFile):
        ENGINE.inspect(b"")


def test_a_video_is_not_an_image() -> None:
    with pytest.raises(UnsupportedFormat):
        ENGINE.inspect(b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + bytes(50))


def test_a_damaged_heic_is_detected_by_its_brands() -> None:
    content = b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic" + bytes(50)
    with pytest.raises(CorruptImage):
        ENGINE.inspect(content)


def test_a_truncated_image_is_corrupt() -> None:
    content = encoded(photo(400, 300), "jpeg")[:3000]
    info = ENGINE.inspect(content)
    with pytest.raises(CorruptImage, match="truncated"):
        ENGINE.render(content, info, plan(info, [VariantSpec(name="v", width=60, height=60)]))


@pytest.mark.parametrize(
    "fault", [OSError("x"), SyntaxError("x"), KeyError("x"), OverflowError("x"), IndexError()]
)
def test_any_decoder_error_means_a_corrupt_image(fault: Exception) -> None:
    with pytest.raises(CorruptImage), decoding():
        raise fault


def test_darkrooms_own_errors_are_not_converted() -> None:
    with pytest.raises(TooComplex, match="as it is"), decoding():
        raise TooComplex("as it is")


def test_other_exceptions_are_not_converted() -> None:
    with pytest.raises(KeyboardInterrupt), decoding():
        raise KeyboardInterrupt
