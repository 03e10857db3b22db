"""Documents of images with variants on demand."""

import json
from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from chalicelib.api import etags, event_documents, response_size
from chalicelib.api.documents import ImageDocument, PageDocument, PresetsDocument
from chalicelib.api.links import Links
from chalicelib.domain.image_version import image_version
from chalicelib.domain.kept_data import DataLifetimes
from chalicelib.domain.on_demand.urls import OnDemandUrls
from chalicelib.domain.presets import Presets
from chalicelib.models import Image, OnDemandPolicy, Page, Variant, VariantSpec
from tests.contract.records import NOW, a_ready_image, an_image
from tests.unit.html_elements import read

BASE = "https://d111111abcdef8.cloudfront.net"
CARD = VariantSpec(name="card", width=400, format="webp", when="on_demand")
PRESETS = Presets(
    presets=(VariantSpec(name="small", width=300), CARD),
    default=("small",),
    on_demand=OnDemandPolicy(widths=(320, 640), formats=("webp", "jpeg")),
)
LARGE_POLICY = OnDemandPolicy(widths=tuple(range(100, 5100, 100)), formats=("avif", "webp", "jpeg"))
IMAGE = replace(
    a_ready_image(an_image(id="ID")),
    variants=(Variant(name="small", key="k.jpg", content_type="image/jpeg", width=300, height=225, size=9),),
)
VERSION = image_version(IMAGE, kernel=False)


def links(presets: Presets | None = PRESETS) -> Links:
    on_demand = OnDemandUrls(base_url=BASE, presets=presets) if presets else None
    return Links(url_of=lambda key: f"{BASE}/{key}", kernel=False, on_demand=on_demand)


def with_policy(policy: OnDemandPolicy) -> Presets:
    return msgspec.structs.replace(PRESETS, on_demand=policy)


def test_a_document_has_a_template_and_the_urls_of_presets() -> None:
    on_demand = ImageDocument.of(IMAGE, links()).on_demand
    assert on_demand is not None
    assert on_demand.url == f"{BASE}/i/ID/{VERSION}/{{operations}}"
    assert [preset.name for preset in on_demand.presets] == ["card"]
    assert on_demand.presets[0].url.endswith("/p_card")


def test_it_is_null_without_public_variants_on_demand() -> None:
    assert ImageDocument.of(IMAGE, links(None)).on_demand is None
    assert ImageDocument.of(an_image(), links()).on_demand is None


def test_sources_list_the_widths_of_the_policy() -> None:
    webp, jpeg = ImageDocument.of(IMAGE, links()).sources
    base = f"{BASE}/i/ID/{VERSION}"
    assert (webp.type, webp.width, webp.height) == ("image/webp", 640, 480)
    assert webp.src == f"{base}/w_640,f_webp"
    assert webp.srcset == f"{base}/w_320%2Cf_webp 320w, {base}/w_640%2Cf_webp 640w"
    assert jpeg.srcset == (f"{BASE}/k.jpg 300w, {base}/w_320%2Cf_jpeg 320w, {base}/w_640%2Cf_jpeg 640w")


def test_html_and_srcset_list_them_too() -> None:
    document = ImageDocument.of(IMAGE, links())
    assert document.srcset == document.sources[-1].srcset
    _, (_, source), (_, img) = read(document.html)
    assert source["srcset"] == document.sources[0].srcset
    assert (img["src"], img["width"]) == (document.sources[1].src, "640")


def test_a_large_policy_adds_at_most_eight_kilobytes_to_a_document() -> None:
    """With 100 images, the most on a page, that is less than a megabyte."""
    plain = response_size.size_in_response(ImageDocument.of(IMAGE, links(None)))
    large = response_size.size_in_response(ImageDocument.of(IMAGE, links(with_policy(LARGE_POLICY))))
    assert 4_000 < large - plain < 8_000


def test_a_page_of_a_hundred_images_is_complete() -> None:
    page = Page(images=(IMAGE,) * 100, cursor=None)
    document = PageDocument.of(page, links(with_policy(LARGE_POLICY)), lambda image: image.id)
    assert (len(document.images), document.next_cursor) == (100, None)


@pytest.mark.parametrize("presets", [None, with_policy(OnDemandPolicy(widths=(320,)))])
def test_the_etag_changes_with_the_policy(presets: Presets | None) -> None:
    assert etag(IMAGE, links(presets)) != etag(IMAGE, links())
    assert etag(IMAGE, links()) == etag(IMAGE, links())


def etag(image: Image, shown: Links) -> str:
    return etags.of_image(image, now=NOW, url_expires=900, on_demand=shown.on_demand)


def test_an_event_has_them_only_with_a_cdn() -> None:
    lifetimes = DataLifetimes(logs=timedelta(days=30), has_executions=False)
    cdn = links()
    with_cdn = event_documents.describe(IMAGE, cdn.url_of, lifetimes, kernel=False, on_demand=cdn.on_demand)
    assert json.loads(with_cdn.detail)["on_demand"]["url"] == f"{BASE}/i/ID/{VERSION}/{{operations}}"
    without = event_documents.describe(IMAGE, None, lifetimes, kernel=False)
    assert json.loads(without.detail)["on_demand"] is None


def test_the_presets_document_shows_the_policy_and_when_presets_are_rendered() -> None:
    document = msgspec.json.decode(msgspec.json.encode(PresetsDocument.of(PRESETS)))
    assert [preset["when"] for preset in document["presets"]] == ["upload", "on_demand"]
    assert document["on_demand"] == {
        "widths": [320, 640],
        "ratios": ["source"],
        "formats": ["webp", "jpeg"],
        "qualities": [80],
        "positions": ["attention"],
    }
