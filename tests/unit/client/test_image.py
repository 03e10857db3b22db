"""What can be done with an image."""

from typing import Any

import msgspec
import pytest
from darkroom import Client, Crop, Focus, Image, MissingVariant
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chalicelib.api.documents import ImageDocument
from chalicelib.api.links import Links
from chalicelib.models import ImageMetadata, Variant
from tests.contract.records import a_ready_image, an_image
from tests.unit.client import payloads
from tests.unit.client.clocks import FakeClock
from tests.unit.client.payloads import URL
from tests.unit.client.web import Web
from tests.unit.html_elements import read

TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


def service_document(alt: str | None = None) -> ImageDocument:
    """Return the service's document of an image with a preset in three formats."""
    variants = tuple(
        Variant(
            name=name,
            key=f"v/id/0123456789abcdef/{name}.{extension}",
            content_type=content_type,
            width=width,
            height=width * 3 // 4,
            size=1,
        )
        for name, width in (("small", 400), ("large", 1600))
        for extension, content_type in TYPES.items()
    )
    image = replace(a_ready_image(an_image()), variants=variants, metadata=ImageMetadata(alt=alt))
    return ImageDocument.of(image, Links(url_of=lambda key: f"https://cdn.example/{key}?a&b", kernel=True))


def received(document: Any) -> Image:
    return msgspec.convert(msgspec.to_builtins(document), Image, strict=False)


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("small", "image/jpeg"), ("small.jpg", "image/jpeg"), ("small.avif", "image/avif")],
)
def test_a_variant_is_found_by_name_and_extension(name: str, content_type: str) -> None:
    variant = received(service_document()).variant(name)
    assert (variant.name, variant.content_type) == ("small", content_type)


@pytest.mark.parametrize("name", ["", "other", "small.png", "small."])
def test_a_variant_that_is_missing_is_an_error(name: str) -> None:
    with pytest.raises(MissingVariant):
        received(service_document()).variant(name)


@given(st.none() | st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\"'<>&\0\r\n")))
def test_the_html_is_the_services(alt: str | None) -> None:
    document = service_document(alt)
    assert received(document).html() == document.html
    assert len(read(document.html)) == 4


def test_the_html_can_have_other_attributes() -> None:
    html = received(service_document("A cat")).html(
        alt='"><script>', sizes='50vw"', loading="eager", class_name="<hero>"
    )
    *_, (_, img) = read(html)
    assert (img["alt"], img["sizes"], img["loading"], img["class"]) == (
        '"><script>',
        '50vw"',
        "eager",
        "<hero>",
    )


def test_an_older_service_sends_a_srcset_alone() -> None:
    url = str(payloads.variant()["url"])
    [_, (name, img)] = read(received(payloads.image(srcset=f"{url} 300w")).html())
    assert (name, img["src"], img["srcset"], img["width"]) == ("img", url, f"{url} 300w", "300")
    assert received(payloads.image()).html() == ""


def test_an_image_has_its_edits() -> None:
    edited = replace(a_ready_image(an_image()), rotate=90, crop=(100, 0, 800, 1000), focus=(500, 300))
    image = received(ImageDocument.of(edited, Links(url_of=str, kernel=True)))
    assert (image.rotate, image.focus) == (90, Focus(x=0.5, y=0.3))
    assert image.crop == Crop(x=0.1, y=0, width=0.8, height=1)


def test_an_image_of_a_client_can_be_waited_for(web: Web, clock: FakeClock) -> None:
    web.get(f"{URL}/images/id1", json=payloads.image(status="processing"))
    web.get(f"{URL}/images/id1", json=payloads.image())

    with Client(URL, clock=clock) as client:
        assert client.get("id1").wait().status == "ready"


def test_an_image_of_a_webhook_cannot() -> None:
    with pytest.raises(RuntimeError, match=r"client\.wait"):
        received(payloads.image()).wait()


def test_images_can_be_compared_and_are_hashable() -> None:
    document = service_document("A")
    one, other = received(document), received(document)
    assert one == other
    assert len({one, other}) == 1
