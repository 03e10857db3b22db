"""The URLs of variants on demand in a deployment."""

import pytest
from msgspec import structs
from msgspec.structs import replace

from chalicelib.domain.image_version import image_version
from chalicelib.domain.on_demand.urls import OnDemandUrls
from chalicelib.domain.presets import Presets
from chalicelib.models import Failure, Image, OnDemandPolicy, Status, VariantSpec
from tests.contract.records import a_ready_image, an_image

PRESETS = Presets(
    presets=(
        VariantSpec(name="small", width=300),
        VariantSpec(name="card", width=400, format="webp", when="on_demand"),
    ),
    default=("small",),
    on_demand=OnDemandPolicy(widths=(640,), formats=("webp",)),
)
URLS = OnDemandUrls(base_url="https://cdn.example/base/", presets=PRESETS)
IMAGE = a_ready_image(an_image(id="ID"))
VERSION = image_version(IMAGE, kernel=False)


def test_the_template_has_the_image_s_version() -> None:
    assert URLS.template(IMAGE) == f"https://cdn.example/base/i/ID/{VERSION}/{{operations}}"


def test_a_preset_has_a_version_of_its_own() -> None:
    ((name, url),) = URLS.of_presets(IMAGE)
    assert name == "card"
    assert url.startswith("https://cdn.example/base/i/ID/")
    assert url.endswith("/p_card")
    assert str(VERSION) not in url


def test_files_have_the_widths_of_the_policy() -> None:
    (file,) = URLS.files(IMAGE)
    assert file.url == f"https://cdn.example/base/i/ID/{VERSION}/w_640,f_webp"
    assert (file.content_type, file.width, file.height) == ("image/webp", 640, 480)


@pytest.mark.parametrize(
    "image",
    [
        an_image(),
        replace(IMAGE, status=Status.FAILED, error=Failure(code="refused", detail="refused")),
        replace(IMAGE, status=Status.DELETED, variants=()),
        replace(IMAGE, status=Status.PROCESSING, variants=()),
    ],
    ids=["pending", "failed", "deleted", "new"],
)
def test_an_image_that_cannot_be_rendered_has_none(image: Image) -> None:
    assert URLS.template(image) is None
    assert URLS.files(image) == ()


def test_an_image_that_is_rendered_again_keeps_them() -> None:
    again = replace(IMAGE, status=Status.PROCESSING)
    assert URLS.template(again) == URLS.template(IMAGE)
    assert URLS.files(again) == URLS.files(IMAGE)


def test_without_a_policy_there_are_only_presets() -> None:
    urls = OnDemandUrls(base_url="https://cdn.example", presets=structs.replace(PRESETS, on_demand=None))
    assert urls.files(IMAGE) == ()
    assert [name for name, _ in urls.of_presets(IMAGE)] == ["card"]


@pytest.mark.parametrize(
    "changed",
    [
        structs.replace(PRESETS, kernel=True),
        structs.replace(PRESETS, on_demand=None),
        structs.replace(PRESETS, presets=PRESETS.presets[:1]),
    ],
)
def test_the_settings_tell_whether_urls_have_changed(changed: Presets) -> None:
    assert replace(URLS, presets=changed).settings != URLS.settings
    assert replace(URLS, base_url="https://other.example").settings != URLS.settings
    other = structs.replace(PRESETS, presets=PRESETS.presets[1:])
    assert replace(URLS, presets=other).settings == URLS.settings
