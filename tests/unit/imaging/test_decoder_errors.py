import warnings

import pytest

from chalicelib.errors import CorruptImage, Rejected
from chalicelib.imaging.decoding.decoder_errors import decoding
from chalicelib.models import VariantSpec
from tests.unit.imaging import hostile
from tests.unit.imaging.samples import render


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (OSError("image file is truncated (3 bytes not processed)"), "The image is truncated"),
        (SyntaxError("unpack_from requires a buffer of at least 2 bytes"), "The image is truncated"),
        (SyntaxError("broken PNG file (bad header checksum in b'IHDR')"), "The PNG is damaged: a chunk"),
        (OSError("cannot load this image"), "contains no pixel data"),
        (OSError("broken data stream when reading image file"), "its pixel data cannot be decoded"),
        (IndexError("list index out of range"), "^The image is damaged and cannot be decoded$"),
        (KeyError(305), "^The image is damaged and cannot be decoded$"),
    ],
)
def test_decoders_errors_are_told_in_plain_words(fault: Exception, text: str) -> None:
    with pytest.raises(CorruptImage, match=text), decoding():
        raise fault


def test_warnings_about_metadata_are_ignored() -> None:
    with decoding():
        warnings.warn("Corrupt EXIF data", stacklevel=1)


@pytest.mark.parametrize("cut", ["0.02", "0.5", "0.9"])
def test_no_broken_file_leads_to_an_internal_text(cut: str) -> None:
    contents = [content for name, content in hostile.broken_files() if name.startswith(f"cut-{cut}")]
    texts = [text for content in contents if (text := refusal(content))]
    assert len(texts) > 10
    assert [text for text in texts if not text.startswith(("The ", "This file is "))] == []
    assert [text for text in texts if "buffer" in text or "index" in text] == []


def refusal(content: bytes) -> str | None:
    try:
        render(content, VariantSpec(name="v", width=10, height=10))
    except Rejected as error:
        return str(error)
    return None
