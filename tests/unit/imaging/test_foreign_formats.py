import pytest

from chalicelib.errors import UnsupportedFormat
from chalicelib.imaging.format_detection import detect_format


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF document"),
        (b"<?xml version='1.0'?>\n<!-- made by hand -->\n<svg viewBox='0 0 1 1'/>", "an SVG drawing"),
        (b"\xef\xbb\xbf  <SVG>", "an SVG drawing"),
        (b"<?xml version='1.0'?><note/>", "an XML document"),
        (b"<!DOCTYPE html><title>404</title>", "a web page (HTML)"),
        (b'{"error": "not found"}', "a text file"),
        (b"8BPS\0\1", "a Photoshop document (PSD)"),
        (b"\xff\x0a\xfa\x1f", "a JPEG XL image"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "a JPEG XL image"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "a JPEG 2000 image"),
        (b"II\xbc\1", "a JPEG XR image"),
        (b"\0\0\1\0\1\0 \x20\0\0", "a Windows icon (ICO)"),
        (b"\0\0\2\0\1\0 \x20\0\0", "a Windows cursor (CUR)"),
        (b"\0\0\2\0\0\0\0\0\0\0\0\0\x10\0\x10\0\x18\x20", "a TGA image"),
        (b"\x76\x2f\x31\x01", "an OpenEXR image"),
        (b"#?RADIANCE\n", "a Radiance HDR image"),
        (b"qoif\0\0", "a QOI image"),
        (b"P6\n3 2\n255\n", "a Netpbm image (PBM, PGM, PPM or PAM)"),
        (b"DDS |\0", "a DDS texture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "a PostScript file"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "a video (MP4 or MOV)"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0", "a video (MP4 or MOV)"),
        (b"\0\0\0\x14ftypmif1\0\0\0\0zzzz", "an unknown kind of HEIF"),
        (b"\x1aE\xdf\xa3\1", "a video (WebM or Matroska)"),
        (b"RIFF\0\0\0\0AVI LIST", "a video (AVI)"),
        (b"RIFF\0\0\0\0WAVEfmt ", "an audio file (WAV)"),
        (b"PK\3\4\x14\0", "a ZIP archive or an Office document"),
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom", "a camera RAW file (CR3)"),
        (b"II\x1a\0\0\0HEAPCCDR", "a camera RAW file (CRW)"),
        (b"FUJIFILMCCD-RAW 0201", "a camera RAW file (RAF)"),
        (b"IIU\0\x18\0", "a camera RAW file (RW2)"),
        (b"IIRO\x08\0", "a camera RAW file (ORF)"),
        (b"\x93\x01\x02\x03", "not an image that we can read"),
    ],
)
def test_a_file_that_is_no_image_is_named(start: bytes, kind: str) -> None:
    with pytest.raises(UnsupportedFormat) as refusal:
        detect_format(start + bytes(60) if b"\0" in start else start)
    assert str(refusal.value) == (
        f"This file is {kind}; upload a JPEG, PNG, WebP, GIF, AVIF, HEIC, TIFF or BMP"
    )


def test_nothing_of_a_text_is_repeated() -> None:
    with pytest.raises(UnsupportedFormat) as refusal:
        detect_format(b"a secret that nobody should read")
    assert "secret" not in str(refusal.value)
