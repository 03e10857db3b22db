"""Bad URLs of variants on demand are refused with a problem, and cost neither a rendering nor a write."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from chalicelib.bootstrap import darkroom
from chalicelib.bootstrap.access import Access
from chalicelib.domain.on_demand.signatures import sign
from chalicelib.models import Failure, Image, Resize, Status
from tests.functional.conftest import App
from tests.functional.on_demand import KEY, RETIRED_KEY, OnDemand, is_refused, running

W_777 = Resize(width=777)


@pytest.fixture(scope="module")
def on_demand(app: App) -> Iterator[OnDemand]:
    with (
        pytest.MonkeyPatch.context() as patch,
        running(app, patch, PUBLIC_VARIANTS="true") as on_demand,
    ):
        yield on_demand


@pytest.fixture(scope="module")
def image_id(on_demand: OnDemand, png: bytes) -> str:
    """An image that requests do not change, since they are refused."""
    return on_demand.upload(png)


@pytest.fixture
def changed_id(on_demand: OnDemand, png: bytes) -> str:
    """An image for a test that changes it."""
    return on_demand.upload(png)


def stored(image_id: str) -> Image:
    image = darkroom().store.get(image_id)
    assert image is not None
    return image


def test_a_forged_signature(on_demand: OnDemand, image_id: str) -> None:
    base = f"/i/{image_id}/{on_demand.version(image_id)}/w_777"
    forged = f"{KEY.id}{'0' * 32}"
    assert is_refused(on_demand, f"{base}?s={forged}") == (403, "invalid_signature")
    for_another_image = sign(KEY, "x" * 28, W_777)
    assert is_refused(on_demand, f"{base}?s={for_another_image}") == (403, "invalid_signature")
    assert is_refused(on_demand, f"{base}?s=x") == (400, "invalid_field")


def test_a_signature_of_a_retired_key(on_demand: OnDemand, image_id: str) -> None:
    signature = sign(RETIRED_KEY, image_id, W_777)
    path = f"/i/{image_id}/{on_demand.version(image_id)}/w_777?s={signature}"
    assert is_refused(on_demand, path) == (403, "invalid_signature")


@pytest.mark.parametrize(
    "operations", ["w_16384", "w_99999", "w_100000", "w_640,h_16384", "w_0", "w_640,q_101"]
)
def test_a_number_beyond_the_limits(on_demand: OnDemand, image_id: str, operations: str) -> None:
    path = f"/i/{image_id}/{on_demand.version(image_id)}/{operations}"
    assert is_refused(on_demand, path) == (400, "invalid_operations")


def test_a_number_beyond_the_limits_is_not_allowed_with_a_signature_either(
    on_demand: OnDemand, image_id: str
) -> None:
    signature = sign(KEY, image_id, Resize(width=16_384))
    path = f"/i/{image_id}/{on_demand.version(image_id)}/w_16384?s={signature}"
    assert is_refused(on_demand, path) == (400, "invalid_operations")


@pytest.mark.parametrize("operations", ["w_641", "w_640,h_360", "w_640,f_png", "w_640,q_90", "p_300x300"])
def test_what_the_policy_does_not_list(on_demand: OnDemand, image_id: str, operations: str) -> None:
    path = f"/i/{image_id}/{on_demand.version(image_id)}/{operations}"
    assert is_refused(on_demand, path) == (403, "operations_not_allowed")


def test_the_image_of_another_owner_with_a_token(on_demand: OnDemand, image_id: str) -> None:
    _, token = Access(on_demand.app.aws.environment).registry.create("another")
    assert is_refused(on_demand, f"/images/{image_id}/render?w=640", token) == (404, "image_not_found")


def test_a_deleted_image(on_demand: OnDemand, changed_id: str) -> None:
    version = on_demand.version(changed_id)
    on_demand.app.call("DELETE", f"/images/{changed_id}")
    for path in (
        f"/i/{changed_id}/{version}/w_640",
        f"/i/{changed_id}/w_640",
        f"/d/{changed_id}/{version}/w_640.webp",
    ):
        assert is_refused(on_demand, path) == (410, "image_deleted")


def test_an_erased_image(on_demand: OnDemand, changed_id: str) -> None:
    version = on_demand.version(changed_id)
    on_demand.app.call("DELETE", f"/images/{changed_id}?erase=true")
    assert is_refused(on_demand, f"/i/{changed_id}/{version}/w_640") == (410, "image_erased")


def test_a_rejected_image(on_demand: OnDemand, changed_id: str) -> None:
    version, image = on_demand.version(changed_id), stored(changed_id)
    refusal = Failure(code="content_refused", detail="Violence")
    darkroom().store.finalize(replace(image, status=Status.FAILED, error=refusal, variants=()))
    assert is_refused(on_demand, f"/i/{changed_id}/{version}/w_640") == (404, "variant_not_found")


def test_an_image_whose_file_failed(on_demand: OnDemand) -> None:
    image_id = on_demand.upload(b"no image")
    assert stored(image_id).status is Status.FAILED
    for path in (f"/i/{image_id}/w_640", f"/i/{image_id}/0123456789ab/w_640"):
        assert is_refused(on_demand, path) == (404, "variant_not_found")


@pytest.mark.parametrize(
    "operations", ["f_webp,w_640", "h_360,w_640", "w_640,q_80,f_webp", "f_webp,p_poster"]
)
def test_another_order_of_operations(on_demand: OnDemand, image_id: str, operations: str) -> None:
    path = f"/i/{image_id}/{on_demand.version(image_id)}/{operations}"
    assert is_refused(on_demand, path) == (400, "invalid_operations")


@pytest.mark.parametrize("operations", ["w_640,w_640", "w_640,f_webp,f_webp", "w_640,,f_webp", "w_640,"])
def test_operations_that_are_there_twice(on_demand: OnDemand, image_id: str, operations: str) -> None:
    path = f"/i/{image_id}/{on_demand.version(image_id)}/{operations}"
    assert is_refused(on_demand, path) == (400, "invalid_operations")


def test_parameters_that_are_there_twice_or_unknown(on_demand: OnDemand, image_id: str) -> None:
    base = f"/i/{image_id}/{on_demand.version(image_id)}/w_640"
    for query in ("n=1&n=2", "n=3", "response-cache-control=x", f"s={'0' * 40}&s={'1' * 40}"):
        assert is_refused(on_demand, f"{base}?{query}") == (400, "invalid_field")


def test_a_huge_path(on_demand: OnDemand, image_id: str) -> None:
    version, huge = on_demand.version(image_id), "9" * 8_000
    assert is_refused(on_demand, f"/i/{image_id}/{version}/w_{huge}") == (400, "invalid_operations")
    assert is_refused(on_demand, f"/i/{image_id}/{huge}/w_640") == (404, "variant_not_found")
    assert is_refused(on_demand, f"/i/{huge}/{version}/w_640") == (404, "image_not_found")
    assert is_refused(on_demand, f"/d/{image_id}/{version}/w_{huge}.webp") == (404, "variant_not_found")


@pytest.mark.parametrize(
    "operations", ["w%5F640", "%77_640", "w_640%252Cf_webp", "w_640%00", "w_640%2Ff_webp"]
)
def test_encoded_operations(on_demand: OnDemand, image_id: str, operations: str) -> None:
    path = f"/i/{image_id}/{on_demand.version(image_id)}/{operations}"
    assert is_refused(on_demand, path) == (400, "invalid_operations")


@pytest.mark.parametrize(
    "file", ["w_640", "w_640.jpeg", "w_640,f_webp.webp", "w_640,q_80.webp", "p_poster.exe"]
)
def test_a_file_name_that_no_address_leads_to(on_demand: OnDemand, image_id: str, file: str) -> None:
    path = f"/d/{image_id}/{on_demand.version(image_id)}/{file}"
    assert is_refused(on_demand, path) == (404, "variant_not_found")


def test_a_file_that_the_edge_would_have_refused(on_demand: OnDemand, image_id: str) -> None:
    path = f"/d/{image_id}/{on_demand.version(image_id)}/w_777.webp"
    assert is_refused(on_demand, path) == (403, "operations_not_allowed")
