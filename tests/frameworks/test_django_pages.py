"""Images in templates and in the admin, from the cache or from the service."""

import pytest
import requests
from darkroom import Status
from darkroom.django import documents
from darkroom.django.admin import preview
from darkroom.django.values import DarkroomImage
from django.conf import LazySettings
from django.template import Context, Template
from django.test import Client
from responses import RequestsMock

from tests.frameworks.payloads import URL, image_document
from tests.frameworks.shop.caches import RecordingCache
from tests.frameworks.shop.models import Detail, Product
from tests.unit.client import payloads

PHOTO = DarkroomImage(id="id1", status=Status.READY, filename="cat.jpg")


def rendered(image: object = PHOTO, options: str = "") -> str:
    template = Template("{% load darkroom %}{% darkroom_image image " + options + " %}")
    return template.render(Context({"image": image}))


def test_the_tag_renders_a_picture_with_escaped_texts(web: RequestsMock) -> None:
    web.get(f"{URL}/images/id1", json=image_document())
    page = rendered(options='sizes="50vw" loading="eager" class_name="wide"')
    assert page.startswith("<picture><img ")
    assert 'alt="A &lt;cat&gt;"' in page
    assert 'sizes="50vw"' in page
    assert 'class="wide"' in page
    assert 'loading="eager"' in page
    assert 'alt="&quot;&gt;&lt;b&gt;"' in rendered(options="alt='\"><b>'")


@pytest.mark.parametrize("image", [None, "", "id1"])
def test_the_tag_renders_nothing_without_an_image(image: object, web: RequestsMock) -> None:
    assert rendered(image) == ""
    assert len(web.calls) == 0


def test_the_service_is_asked_once(web: RequestsMock) -> None:
    web.get(f"{URL}/images/id1", json=image_document())
    assert rendered() == rendered()
    assert PHOTO.url("300x300") == "http://files.test/300x300.jpg?signature=secret"
    assert len(web.calls) == 1


def test_a_document_is_cached_for_less_than_half_the_time_its_urls_last(
    web: RequestsMock, settings: LazySettings
) -> None:
    web.get(f"{URL}/images/id1", json=image_document())
    web.get(f"{URL}/images/id2", json=image_document("id2", "processing"))
    settings.DARKROOM_CACHE, settings.DARKROOM_URL_EXPIRES = "recording", 600
    documents.image("id1")
    documents.image("id2")
    assert RecordingCache.timeouts == [150, 2]


@pytest.mark.parametrize("status", ["pending", "processing", "failed", "deleted"])
def test_an_image_that_is_not_ready_shows_nothing(web: RequestsMock, status: str) -> None:
    web.get(f"{URL}/images/id1", json=image_document(status=status))
    assert rendered() == ""
    assert PHOTO.url("300x300") == ""


def test_an_image_that_is_gone_is_asked_for_once(web: RequestsMock) -> None:
    web.get(f"{URL}/images/id1", status=404, json=payloads.problem(404, "image_not_found"))
    assert [rendered(), rendered()] == ["", ""]
    assert len(web.calls) == 1


def test_a_service_that_is_down_costs_a_page_one_attempt(web: RequestsMock) -> None:
    web.get(f"{URL}/images/id1", body=requests.ConnectTimeout())
    web.get(f"{URL}/images/id2", body=requests.ConnectTimeout())
    assert [rendered(), rendered(DarkroomImage(id="id2")), rendered()] == ["", "", ""]
    assert len(web.calls) == 1


def test_invalid_settings_break_no_page(settings: LazySettings) -> None:
    settings.DARKROOM_URL = "nonsense"
    assert rendered() == ""


def test_the_admin_shows_images_in_its_lists_and_forms(browser: Client, web: RequestsMock) -> None:
    web.get(f"{URL}/images/id1", json=image_document())
    product = Product.objects.create(name="Cat", photo=PHOTO)
    listing = browser.get("/admin/shop/product/").content.decode()
    assert 'width="160" height="120" alt="cat.jpg"' in listing
    form = browser.get(f"/admin/shop/product/{product.pk}/change/").content.decode()
    assert 'sizes="160px"' in form
    assert '<darkroom-upload name="photo"' in form
    assert 'name="detail_set-0-picture"' in form
    assert 'name="detail_set-__prefix__-picture"' in form


def test_the_admin_shows_fields_that_are_readonly(browser: Client, web: RequestsMock) -> None:
    web.get(f"{URL}/images/id1", json=image_document())
    product = Product.objects.create(name="Cat", photo=PHOTO)
    detail = Detail.objects.create(product=product, picture=PHOTO)
    page = browser.get(f"/admin/shop/detail/{detail.pk}/change/").content.decode()
    assert '<div class="readonly">cat.jpg</div>' in page
    assert '<div class="readonly"><img src="https://files.test/small.jpg?a=1&amp;b=2"' in page
    assert "<darkroom-upload" not in page


def test_the_admin_saves_a_product_with_its_details(browser: Client, web: RequestsMock) -> None:
    product = Product.objects.create(name="Cat", photo=PHOTO)
    data = {
        "name": "Tom", "photo": "", "detail_set-0-picture": "", "detail_set-0-id": "",
        "detail_set-0-product": product.pk, "detail_set-TOTAL_FORMS": 1, "detail_set-INITIAL_FORMS": 0,
        "detail_set-MIN_NUM_FORMS": 0, "detail_set-MAX_NUM_FORMS": 9,
    }  # fmt: skip
    assert browser.post(f"/admin/shop/product/{product.pk}/change/", data).status_code == 302
    product.refresh_from_db()
    assert (product.name, product.photo) == ("Tom", PHOTO)
    assert Detail.objects.count() == 0
    assert len(web.calls) == 0


def test_a_preview_without_an_image_is_empty() -> None:
    detail = Detail(product=Product(name="Cat"))
    assert preview("picture")(detail) == ""


def test_a_preview_needs_no_variant_that_shows_the_whole_image(web: RequestsMock) -> None:
    cropped = payloads.variant(width=30, height=60)
    web.get(f"{URL}/images/id1", json=image_document(sources=[], variants=[cropped]))
    web.get(f"{URL}/images/id2", json=image_document("id2", sources=[], variants=[]))
    assert 'width="30" height="60"' in PHOTO.thumbnail
    assert DarkroomImage(id="id2").thumbnail == ""
