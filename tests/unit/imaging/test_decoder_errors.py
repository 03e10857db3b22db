import warnings

import pytest

from chalicelib.domain.geometry import plan
from chalicelib.errors import CorruptImage, Rejected, TooComplex
from chalicelib.imaging.decoding.decoder_errors import counted_warnings, decoding
from chalicelib.imaging.decoding.png_transparency import PngFile
from chalicelib.models import VariantSpec
from tests.unit.imaging import hostile
from tests.unit.imaging.samples import ENGINE, encoded, quarters, render

pytestmark = pytest.mark.also_without_kernel


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


def test_a_decoder_that_gets_no_memory_means_that_the_image_is_too_complex() -> None:
    with pytest.raises(TooComplex, match="memory"), decoding():
        raise MemoryError


def test_warnings_are_counted_and_not_printed(capfd: pytest.CaptureFixture[str]) -> None:
    with counted_warnings() as counted:
        for _ in range(3):
            warnings.warn("Corrupt EXIF data", stacklevel=1)
    assert counted.count == 3
    assert capfd.readouterr() == ("", "")


def test_a_rendering_has_the_number_of_warnings(monkeypatch: pytest.MonkeyPatch) -> None:
    def load_end(image: PngFile) -> None:
        warnings.warn(f"{image.size} is odd", stacklevel=1)

    monkeypatch.setattr(PngFile, "load_end", load_end)
    content = encoded(quarters(), "png")
    info = ENGINE.inspect(content)
    plans = plan(info, [VariantSpec(name="v", width=10, height=10)])
    assert ENGINE.render(content, info, plans).warnings == 1


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
