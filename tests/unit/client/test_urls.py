"""URLs of variants on demand that the client builds without a request."""

import json
from dataclasses import replace
from typing import Any, get_args

import msgspec
import pytest
from darkroom import Client, Image, MissingVariant, OnDemand, OnDemandPreset, UrlBuilder
from darkroom.operations import Rendering, choose
from darkroom.signing import SigningKey
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.on_demand.operations import parse, printed
from chalicelib.domain.on_demand.policy import height_at
from chalicelib.domain.on_demand.signatures import is_signed
from chalicelib.models import SigningKey as ServiceKey
from tests.documents import ROOT
from tests.unit.client import payloads

VECTORS = json.loads((ROOT / "tests" / "vectors" / "url_signatures.json").read_text("utf-8"))
KEY = VECTORS[0]["key"]
BASE = "https://cdn.test/i/id1/0123456789ab"
ON_DEMAND = {
    "url": f"{BASE}/{{operations}}",
    "presets": [{"name": "card", "url": "https://cdn.test/i/id1/ba9876543210/p_card"}],
    "a_field_of_the_future": 1,
}
IMAGE = msgspec.convert(payloads.image(width=1500, height=1000, on_demand=ON_DEMAND), Image, strict=False)
URLS = UrlBuilder()

KEYWORDS = st.sampled_from(("top-left", "entropy", "attention"))
POSITIONS = KEYWORDS | st.tuples(st.floats(0, 1), st.floats(0, 1))
QUALITIES = st.integers(1, 100)
FORMATS = st.sampled_from((None, "avif", "webp", "jpeg", "png"))
OPTIONS = st.fixed_dictionaries({}, optional={"format": FORMATS, "quality": QUALITIES}) | (
    st.fixed_dictionaries(
        {"height": st.integers(1, 16_383)},
        optional={"position": POSITIONS, "format": FORMATS, "quality": QUALITIES},
    )
)


@pytest.mark.parametrize(
    ("options", "written"),
    [
        ({"width": 640}, "w_640"),
        ({"width": 640, "format": "webp"}, "w_640,f_webp"),
        ({"width": 640, "height": 360}, "w_640,h_360"),
        (
            {"width": 640, "height": 360, "fit": "cover", "position": "attention", "quality": 80},
            "w_640,h_360",
        ),
        ({"width": 640, "height": 360, "fit": "inside", "quality": 60}, "w_640,h_360,fit_inside,q_60"),
        ({"width": 640, "height": 360, "position": "top-left"}, "w_640,h_360,pos_top-left"),
        ({"width": 640, "height": 360, "position": "top left"}, "w_640,h_360,pos_top-left"),
        ({"width": 640, "height": 360, "position": (0.5, 0.3333)}, "w_640,h_360,pos_x0.5y0.333"),
        ({"width": 640, "height": 360, "position": (0, 1)}, "w_640,h_360,pos_x0y1"),
    ],
)
def test_a_url_has_the_operations(options: dict[str, Any], written: str) -> None:
    assert URLS.url(IMAGE, **options) == f"{BASE}/{written}"


def test_a_preset_has_a_version_of_its_own() -> None:
    card = "https://cdn.test/i/id1/ba9876543210/p_card"
    assert URLS.url(IMAGE, preset="card") == card
    assert URLS.url(IMAGE, preset="card", format="webp") == f"{card},f_webp"
    assert URLS.url(IMAGE, preset="card", format="gif") == f"{card},f_gif"
    assert UrlBuilder(KEY).url(IMAGE, preset="card") == card


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({}, "either a `width` or a `preset`"),
        ({"width": 1, "preset": "card"}, "either a `width` or a `preset`"),
        ({"preset": "card", "height": 1}, "^A preset has its own height"),
        ({"width": 0}, "^`width` must be a whole number from 1 to 16383"),
        ({"width": 16_384}, "^`width` must be a whole number from 1 to 16383"),
        ({"width": 640.4}, "^`width` must be a whole number"),
        ({"width": 1, "height": 0}, "^`height` must be a whole number from 1 to 16383"),
        ({"width": 1, "height": 360.5}, "^`height` must be a whole number"),
        ({"width": 1, "quality": 0}, "^`quality` must be a whole number from 1 to 100"),
        ({"width": 1, "quality": 101}, "^`quality` must be a whole number from 1 to 100"),
        ({"width": 1, "format": "jpg"}, "^`format` must be one of avif, webp, jpeg, png, gif"),
        ({"width": 1, "format": "gif"}, "^Only presets can have the format gif"),
        ({"preset": "card", "format": "jpg"}, "^`format` must be one of"),
        (
            {"width": 1, "height": 1, "position": "middle"},
            "^`position` must be two numbers from 0 to 1, or one of",
        ),
        ({"width": 1, "height": 1, "fit": "contain"}, "^`fit` must be cover or inside"),
        ({"width": 1, "position": "top"}, "need a `height`"),
        ({"width": 1, "fit": "inside"}, "need a `height`"),
        ({"width": 1, "height": 1, "fit": "inside", "position": "top"}, "does not crop"),
        ({"width": 1, "height": 1, "position": (0.5, 1.5)}, "two numbers from 0 to 1"),
    ],
)
def test_invalid_options_are_an_error(options: dict[str, Any], error: str) -> None:
    with pytest.raises(ValueError, match=error):
        URLS.url(IMAGE, **options)


@pytest.mark.parametrize(
    ("image", "options", "error"),
    [
        (
            replace(IMAGE, on_demand=None),
            {"width": 1},
            "is not ready, or not public, or its service has no variants on demand",
        ),
        (IMAGE, {"preset": "banner"}, "no preset named banner"),
    ],
)
def test_a_url_that_does_not_exist_is_an_error(image: Image, options: dict[str, Any], error: str) -> None:
    with pytest.raises(MissingVariant, match=error):
        URLS.url(image, **options)


@given(st.integers(1, 16_383), OPTIONS)
def test_operations_are_written_as_the_service_prints_them(width: int, options: Any) -> None:
    written = choose(width, None, options)
    assert printed(parse(written)) == written


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["operations"])
def test_a_signature_is_as_in_the_vectors(vector: dict[str, str]) -> None:
    key = SigningKey.parse(vector["key"])
    assert key.sign(vector["image_id"], vector["operations"]) == vector["signature"]


def test_with_a_key_urls_are_signed() -> None:
    url = UrlBuilder(KEY).url(IMAGE, width=641, height=100, format="avif")
    path, _, signature = url.partition("?s=")
    assert path == f"{BASE}/w_641,h_100,f_avif"
    key_id, _, secret = KEY.partition(":")
    operations = parse(path.rpartition("/")[2])
    assert is_signed([ServiceKey(id=key_id, secret=secret)], signature, "id1", operations)


def test_the_key_can_be_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DARKROOM_SIGNING_KEY", KEY)
    with Client(payloads.URL) as client, Client(payloads.URL, signing_key=VECTORS[1]["key"]) as other:
        assert f"?s={KEY[:8]}" in client.url(IMAGE, width=1)
        assert f"?s={VECTORS[1]['key'][:8]}" in other.url(IMAGE, width=1)


@pytest.mark.parametrize("key", ["secret", "0f1e2d3c", KEY[:-1], KEY + "0", KEY.upper()])
def test_an_invalid_key_is_an_error_that_does_not_show_it(key: str) -> None:
    with pytest.raises(ValueError, match="signing key must be") as caught:
        UrlBuilder(key)
    assert key not in str(caught.value)


def test_a_key_does_not_show_its_secret() -> None:
    assert repr(SigningKey.parse(KEY)) == "SigningKey('0f1e2d3c')"


def test_a_srcset_ends_at_the_image_s_own_width() -> None:
    assert URLS.srcset(IMAGE, [1920, 640, 2560, 320], format="webp") == (
        f"{BASE}/w_320%2Cf_webp 320w, {BASE}/w_640%2Cf_webp 640w, {BASE}/w_1920%2Cf_webp 1500w"
    )


def test_a_srcset_can_have_another_ratio() -> None:
    assert URLS.srcset(IMAGE, [640, 641], ratio=(16, 9)) == (
        f"{BASE}/w_640%2Ch_360 640w, {BASE}/w_641%2Ch_361 641w"
    )
    assert height_at(641, "16:9") == 361


def test_a_srcset_has_no_fixed_height() -> None:
    with pytest.raises(ValueError, match="Use `ratio`"):
        URLS.srcset(IMAGE, [640], height=360)


def test_a_srcset_has_only_files_whose_width_is_known() -> None:
    with pytest.raises(ValueError, match="Use `ratio`, which crops"):
        URLS.srcset(IMAGE, [640], ratio=(16, 9), fit="inside")


def test_an_image_has_its_addresses() -> None:
    assert IMAGE.on_demand == OnDemand(
        url=f"{BASE}/{{operations}}",
        presets=(OnDemandPreset(name="card", url="https://cdn.test/i/id1/ba9876543210/p_card"),),
    )
    assert msgspec.convert(payloads.image(), Image, strict=False).on_demand is None


def test_options_are_those_that_the_service_knows() -> None:
    assert [*Rendering.__annotations__] == ["height", "fit", "position", "format", "quality"]
    assert set(get_args(Rendering.__annotations__["fit"])) == {"cover", "inside"}
