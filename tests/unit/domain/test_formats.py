import pytest

from chalicelib.domain import formats


def test_each_format_has_a_content_type_and_an_extension() -> None:
    assert formats.by_name("jpeg").content_type == "image/jpeg"
    assert formats.by_name("jpeg").extension == "jpg"
    with pytest.raises(KeyError):
        formats.by_name("svg")


def test_uploads_can_be_declared_as_any_readable_format() -> None:
    assert {"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"} <= formats.CONTENT_TYPES
    assert {"image/tiff", "image/bmp"} <= formats.CONTENT_TYPES
    assert "image/svg+xml" not in formats.CONTENT_TYPES
    assert {"image/heic", "image/heif", "image/heic-sequence"} <= formats.CONTENT_TYPES


@pytest.mark.parametrize(
    ("name", "has_alpha", "written"), [("png", True, "png"), ("tiff", True, "webp"), ("bmp", False, "jpeg")]
)
def test_source_variants_get_a_format_that_browsers_display(
    name: str, *, has_alpha: bool, written: str
) -> None:
    assert formats.output_format(name, has_alpha=has_alpha) == written
