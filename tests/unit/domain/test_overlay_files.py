"""Overlays are read from beside the presets file or from inside it, and checked without being decoded."""

import base64
import hashlib
import json

import pytest

from chalicelib.domain.overlay_files import MAX_FILE_BYTES, MAX_TOTAL_BYTES
from chalicelib.domain.presets import Presets, fingerprint
from chalicelib.errors import ConfigurationError
from chalicelib.models import Overlay

PNG = b"\x89PNG\r\n\x1a\n and more"


def file(*images: object, **fields: object) -> bytes:
    presets = [
        {"name": f"preset{number}", "width": 9, "height": 9, "overlay": {"image": image}}
        for number, image in enumerate(images, start=1)
    ]
    return json.dumps({"presets": presets, "default": ["preset1"], **fields}).encode()


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def load(text: bytes, **beside: bytes) -> Presets:
    """Parse a presets file with other files, such as `logo` for logo.png, beside it."""

    def read(name: str) -> bytes:
        try:
            return beside[name.removesuffix(".png")]
        except KeyError:
            raise FileNotFoundError(name) from None

    return Presets.from_json(text, read_file=read)


def error_in(text: bytes, **beside: bytes) -> str:
    with pytest.raises(ConfigurationError) as caught:
        load(text, **beside)
    return str(caught.value).removeprefix("presets.json: ")


def overlays(presets: Presets) -> list[Overlay]:
    return [spec.overlay for spec in presets.presets if spec.overlay is not None]


def test_overlays_are_kept_by_their_sha256() -> None:
    presets = load(file("a.png", "b.png", "a.png"), a=PNG, b=PNG + b"b")
    assert [overlay.image for overlay in overlays(presets)] == ["a.png", "b.png", "a.png"]
    assert [presets.overlays[overlay.sha256] for overlay in overlays(presets)] == [PNG, PNG + b"b", PNG]
    assert set(presets.overlays) == {hashlib.sha256(each).hexdigest() for each in (PNG, PNG + b"b")}


def test_another_file_with_the_same_name_changes_the_fingerprint() -> None:
    before, after = (load(file("a.png"), a=content) for content in (PNG, PNG + b"b"))
    assert fingerprint(before.presets) != fingerprint(after.presets)


def test_files_inside_the_presets_file_take_precedence() -> None:
    inside = file("a.png", "b.png", files={"a.png": encoded(PNG + b"inside")})
    presets = load(inside, a=PNG, b=PNG)
    assert [presets.overlays[overlay.sha256] for overlay in overlays(presets)] == [PNG + b"inside", PNG]


def test_a_presets_file_in_the_artifact_bucket_has_no_files_beside_it() -> None:
    with pytest.raises(ConfigurationError, match=r'"preset1", overlay\.image: there is no file "a\.png"'):
        Presets.from_json(file("a.png"))


@pytest.mark.parametrize("content", [b"\xff\xd8\xff\xe0", PNG, b"RIFF1234WEBPVP8 "])
def test_png_webp_and_jpeg_are_images(content: bytes) -> None:
    assert list(load(file("a.png"), a=content).overlays.values()) == [content]


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"GIF89a", b"RIFF1234WAVE"])
def test_another_kind_of_file_is_reported(content: bytes) -> None:
    error = error_in(file("logo.png"), logo=content)
    assert error == 'preset "preset1", overlay.image: "logo.png" must be a PNG, WebP or JPEG file'


@pytest.mark.parametrize(
    "image", ["../logo.png", "/etc/logo.png", "a/../../logo.png", "..\\logo.png", "", "."]
)
def test_a_file_outside_the_folder_is_reported_before_it_is_read(image: str) -> None:
    error = error_in(file("a.png", image), a=PNG)
    expected = 'preset "preset2", overlay.image: must be the name of a file beside the presets file, '
    assert error.startswith(expected)
    assert error.endswith(f"not {json.dumps(image)}")


def test_a_file_that_is_too_large_is_reported() -> None:
    largest = PNG.ljust(MAX_FILE_BYTES)
    assert load(file("a.png"), a=largest).overlays
    error = error_in(file("a.png"), a=largest + b" ")
    assert error == 'preset "preset1", overlay.image: "a.png" must have at most 200,000 bytes'


def test_files_that_are_too_large_together_are_reported() -> None:
    count = MAX_TOTAL_BYTES // MAX_FILE_BYTES
    beside = {f"a{number}": (PNG + bytes([number])).ljust(MAX_FILE_BYTES) for number in range(count + 1)}
    assert len(load(file(*(f"{name}.png" for name in list(beside)[:count])), **beside).overlays) == count
    error = error_in(file(*(f"{name}.png" for name in beside)), **beside)
    assert error == "the overlays of all presets together must have at most 1,000,000 bytes"


@pytest.mark.parametrize(
    ("files", "error"),
    [
        ([], "must be an object with the names of files and their content in Base64"),
        ({"a.png": 1}, '"a.png" must be a file\'s content in Base64'),
        ({"a.png": "?"}, '"a.png" must be a file\'s content in Base64'),
        ({"a.png": "\ud800"}, '"a.png" must be a file\'s content in Base64'),
        ({"b.png": ""}, 'no preset has the overlay "b.png"'),
    ],
)
def test_invalid_files_inside_the_presets_file_are_reported(files: object, error: str) -> None:
    assert error_in(file("a.png", files=files), a=PNG) == f"files: {error}"


def test_a_file_that_is_there_twice_is_reported() -> None:
    text = file("a.png", files={"a.png": encoded(PNG)}).replace(b'"files": {', b'"files": {"a.png": "", ')
    assert error_in(text) == 'files: "a.png" is there twice'
