"""How operators manage webhook endpoints."""

import base64

import pytest

from chalicelib.errors import DeliveryFailed, EndpointNotFound, UnusableUrl
from chalicelib.models import EndpointResponse
from chalicelib.webhooks.http.url_checks import parse
from tests.fakes import FakeWebhookClient
from tests.unit.webhooks.scene import Scene

URL = "https://bob.example.com/"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_new_endpoint_gets_its_own_secret(scene: Scene) -> None:
    endpoint = scene.registry.set("bob", URL)
    assert scene.endpoints.get("bob") == endpoint
    assert len(base64.b64decode(endpoint.secret.removeprefix("whsec_"))) == 32
    assert scene.checked == [URL]


def test_a_refused_url_is_not_saved(scene: Scene) -> None:
    def check(url: str) -> None:
        parse(url, allow_loopback=False)

    registry = scene.registry
    object.__setattr__(registry, "check_url", check)
    with pytest.raises(UnusableUrl):
        registry.set("bob", "ftp://example.com")
    assert scene.endpoints.get("bob") is None


def test_the_list_is_sorted_and_contains_no_secrets(scene: Scene) -> None:
    scene.registry.set("aaron", URL)
    assert scene.registry.list() == [("aaron", URL, False), ("alice", "https://example.com/hook", False)]


def test_a_removed_endpoint_no_longer_exists(scene: Scene) -> None:
    scene.registry.remove("alice")
    assert scene.endpoints.get("alice") is None
    with pytest.raises(EndpointNotFound, match="alice"):
        scene.registry.remove("alice")


def test_a_test_webhook_returns_the_status_of_the_response(scene: Scene) -> None:
    scene.client = FakeWebhookClient([EndpointResponse(status=204), EndpointResponse(status=401)])
    assert scene.registry.test("alice") == 204
    with pytest.raises(DeliveryFailed, match="401"):
        scene.registry.test("alice")


def test_an_owner_without_an_endpoint_cannot_be_tested(scene: Scene) -> None:
    with pytest.raises(EndpointNotFound, match="bob"):
        scene.registry.test("bob")
