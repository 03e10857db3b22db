import pytest
from PIL import Image, PngImagePlugin
from PIL.ExifTags import IFD, Base

from chalicelib.imaging.metadata.exif import with_copyright
from chalicelib.models import Format, VariantSpec
from tests.unit.imaging.samples import encoded, near, photo, render, rendered

OUTPUTS: list[Format] = ["jpeg", "png", "webp", "avif", "gif"]
SECRETS = (
    b"Exif",
    b"GPS",
    b"secret",
    b"xmpmeta",
    b"ICC_PROFILE",
    b"eXIf",
    b"EXIF",
    b"tEXt",
    b"iTXt",
    b"XMP ",
)


def exif() -> Image.Exif:
    tags = Image.Exif()
    tags[Base.Copyright] = "(c) 2026 secret Ann"
    tags[Base.Make] = "secret camera"
    tags.get_ifd(IFD.GPSInfo)[1] = "N"
    return tags


def with_secrets(format_: str, size: tuple[int, int] = (200, 150)) -> bytes:
    """Return an image with EXIF, GPS, XMP and comments."""
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">secret</x:xmpmeta>'
    if format_ == "jpeg":
        return encoded(photo(*size), "jpeg", exif=exif(), xmp=xmp, comment=b"secret comment")
    if format_ == "png":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", "secret")
        return encoded(photo(*size), "png", exif=exif(), pnginfo=text)
    if format_ == "gif":
        return encoded(photo(*size), "gif", comment=b"secret comment")
    return encoded(photo(*size), format_, exif=exif(), xmp=xmp)


@pytest.mark.parametrize("source", ["jpeg", "png", "webp", "avif", "gif", "tiff"])
@pytest.mark.parametrize("format_", OUTPUTS)
@pytest.mark.parametrize("side", [60, 400])
def test_no_metadata_reaches_a_variant(source: str, format_: Format, side: int) -> None:
    spec = VariantSpec(name="v", width=side, height=side, format=format_)
    (variant,) = render(with_secrets(source), spec)
    assert [secret for secret in SECRETS if secret in variant.content] == []


@pytest.mark.parametrize("format_", ["jpeg", "png", "webp", "avif"])
def test_a_preset_can_keep_only_the_copyright(format_: Format) -> None:
    image = rendered(with_secrets("jpeg"), format=format_, keep=("copyright",))
    assert dict(image.getexif()) == {Base.Copyright: "(c) 2026 secret Ann"}


@pytest.mark.parametrize("format_", ["jpeg", "png", "webp", "avif"])
def test_a_copyright_keeps_its_letters(format_: Format) -> None:
    content = encoded(photo(90, 90), "jpeg", exif=with_copyright("© 2026 Müller, 安"))
    (variant,) = render(
        content, VariantSpec(name="v", width=60, height=60, format=format_, keep=("copyright",))
    )
    assert "© 2026 Müller, 安\0".encode() in variant.content


def test_an_image_without_a_copyright_keeps_nothing() -> None:
    assert dict(rendered(encoded(photo(90, 90), "jpeg"), keep=("copyright",)).getexif()) == {}


@pytest.mark.parametrize("format_", OUTPUTS)
def test_the_same_image_and_preset_give_the_same_bytes(format_: Format) -> None:
    specs = [VariantSpec(name=f"{side}", width=side, height=side, format=format_) for side in (20, 90, 300)]
    content = encoded(photo(400, 300), "png")
    assert render(content, *specs) == render(content, *specs)


def test_data_after_the_end_of_an_image_is_left_out() -> None:
    for format_ in ("jpeg", "png"):
        content = (
            encoded(photo(100, 75), format_, **({"quality": 40} if format_ == "jpeg" else {})) + b"secret"
        )
        (variant,) = render(content, VariantSpec(name="v", width=300, height=300))
        assert b"secret" not in variant.content


def test_a_large_source_is_encoded_again() -> None:
    content = encoded(photo(100, 75), "jpeg", quality=100)
    (variant,) = render(content, VariantSpec(name="v", width=300, height=300))
    assert len(variant.content) < len(content) / 2


@pytest.mark.parametrize("format_", OUTPUTS)
def test_a_lower_quality_gives_fewer_bytes_if_the_format_supports_it(format_: Format) -> None:
    content = encoded(photo(400, 300), "png")
    low, best = render(
        content,
        VariantSpec(name="low", width=200, height=200, format=format_, quality=20),
        VariantSpec(name="best", width=200, height=200, format=format_, quality="best"),
    )
    if format_ in ("png", "gif"):
        assert len(low.content) == len(best.content)
    else:
        assert len(low.content) < len(best.content)


@pytest.mark.parametrize("source", ["tiff", "bmp"])
def test_a_format_that_browsers_do_not_support_becomes_jpeg_or_webp(source: str) -> None:
    opaque, clear = photo(90, 60), photo(90, 60).convert("RGBA")
    clear.putalpha(128)
    assert rendered(encoded(opaque, source)).format == "JPEG"
    if source == "tiff":
        image = rendered(encoded(clear, source))
        assert image.format == "WEBP"
        assert near((image.getchannel("A").getextrema()), (128, 128), tolerance=2)
