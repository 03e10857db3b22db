"""`resize` of `<darkroom-upload>`: what reaches the service."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import Service
from tests.browser.test_component import MANY, ready

Shown = Callable[..., Page]
RESIZING = MANY.replace(" multiple", ' multiple resize="400"')
ORIENTATION = 0x0112


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    output = io.BytesIO()
    image.save(output, kind, **options)
    return output.getvalue()


def noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    bands = [Image.effect_noise((width, height), 80) for _ in mode]
    return Image.merge(mode, bands)


def rotated() -> bytes:
    """Return a JPEG that is wide in the file and shown upright."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    return encoded(noise(900, 600), "JPEG", exif=exif, quality=90)


def animated(kind: str) -> bytes:
    frames = [noise(800, 500) for _ in range(2)]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


FILES: dict[str, tuple[str, bytes]] = {
    "photo.jpg": ("image/jpeg", rotated()),
    "logo.png": ("image/png", encoded(noise(900, 600, "RGBA"), "PNG")),
    "art.webp": ("image/webp", encoded(noise(900, 600, "RGBA"), "WEBP", quality=90)),
    "small.jpg": ("image/jpeg", encoded(noise(399, 100), "JPEG")),
    "flat.png": ("image/png", encoded(Image.new("1", (900, 600)), "PNG")),
    "moving.png": ("image/png", animated("PNG")),
    "moving.webp": ("image/webp", animated("WEBP")),
    "moving.gif": ("image/gif", animated("GIF")),
    "scan.tif": ("image/tiff", encoded(noise(500, 400), "TIFF")),
    "wrong.jpg": ("image/jpeg", encoded(noise(900, 600, "RGBA"), "PNG")),
}
SHRUNK = {"photo.jpg": (267, 400), "logo.png": (400, 267), "art.webp": (400, 267)}


@pytest.fixture
def originals(show_component: Shown, service: Service) -> dict[str, bytes]:
    """Upload all files; return what arrived in the bucket."""
    page = show_component(RESIZING, bypass_csp=True)
    payload: list[FilePayload] = [
        {"name": name, "mimeType": kind, "buffer": data} for name, (kind, data) in FILES.items()
    ]
    page.locator("#files").set_input_files(payload)
    expect(ready(page)).to_have_count(len(FILES))
    uploads = page.evaluate("many.uploads.map(({ file, id }) => [file.name, id])")
    bucket = service.stack.environment["UPLOAD_BUCKET"]
    listed = service.stack.aws.s3.list_objects_v2(Bucket=bucket)["Contents"]
    keys = {
        name: next(each["Key"] for each in listed if image_id in each["Key"]) for name, image_id in uploads
    }
    read = service.stack.aws.s3.get_object
    return {name: read(Bucket=bucket, Key=key)["Body"].read() for name, key in keys.items()}


def test_images_are_made_smaller_before_the_upload_where_that_loses_nothing_else(
    originals: dict[str, bytes],
) -> None:
    for name, size in SHRUNK.items():
        sent, (kind, original) = Image.open(io.BytesIO(originals[name])), FILES[name]
        assert (sent.size, sent.get_format_mimetype()) == (size, kind), name
        assert len(originals[name]) < len(original), name
        assert ORIENTATION not in sent.getexif(), name
        assert sent.mode == ("RGB" if name == "photo.jpg" else "RGBA"), name
    untouched = {name for name, (_, original) in FILES.items() if originals[name] == original}
    assert untouched == FILES.keys() - SHRUNK.keys()
