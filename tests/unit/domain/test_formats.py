import pytest

from chalicelib.domain import formats


def test_every_name_has_its_type_and_extension() -> None:
    assert formats.by_name("jpeg").content_type == "image/jpeg"
    assert formats.by_name("jpeg").extension == "jpg"
    with pytest.raises(KeyError):
        formats.by_name("svg")


def test_uploads_may_be_declared_as_any_format_that_can_be_read() -> None:
    assert {"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"} <= formats.CONTENT_TYPES
    assert {"image/tiff", "image/bmp"} <= formats.CONTENT_TYPES
    assert "image/svg+xml" not in formats.CONTENT_TYPES
    assert ("image/heic" in formats.CONTENT_TYPES) == formats.HEIC_READABLE


@pytest.mark.parametrize(
    ("name", "has_alpha", "written"), [("png", True, "png"), ("tiff", True, "webp"), ("bmp", False, "jpeg")]
)
def test_a_source_variant_is_written_in(name: str, *, has_alpha: bool, written: str) -> None:
    assert formats.output_format(name, has_alpha=has_alpha) == written
