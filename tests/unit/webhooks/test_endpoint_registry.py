"""How operators manage webhook endpoints."""

import base64

import pytest

from chalicelib.errors import DeliveryFailed, EndpointNotFound, UnusableUrl
from chalicelib.models import EndpointResponse
from chalicelib.webhooks.http.url_checks import parse
from tests.fakes import FakeWebhookClient
from tests.unit.webhooks.in_memory_webhooks import InMemoryWebhooks

URL = "https://bob.example.com/"


@pytest.fixture
def app() -> InMemoryWebhooks:
    return InMemoryWebhooks()


def test_a_new_endpoint_gets_its_own_secret(app: InMemoryWebhooks) -> None:
    endpoint = app.registry.set("bob", URL)
    assert app.endpoints.get("bob") == endpoint
    assert len(base64.b64decode(endpoint.secret.removeprefix("whsec_"))) == 32
    assert app.checked == [URL]


def test_a_refused_url_is_not_saved(app: InMemoryWebhooks) -> None:
    def check(url: str) -> None:
        parse(url, allow_loopback=False)

    registry = app.registry
    object.__setattr__(registry, "check_url", check)
    with pytest.raises(UnusableUrl):
        registry.set("bob", "ftp://example.com")
    assert app.endpoints.get("bob") is None


def test_the_list_is_sorted_and_contains_no_secrets(app: InMemoryWebhooks) -> None:
    app.registry.set("aaron", URL)
    listed = [(each.owner, each.url, each.gone) for each in app.registry.list()]
    assert listed == [("aaron", URL, False), ("alice", "https://example.com/hook", False)]


def test_a_removed_endpoint_no_longer_exists(app: InMemoryWebhooks) -> None:
    app.registry.remove("alice")
    assert app.endpoints.get("alice") is None
    with pytest.raises(EndpointNotFound, match="alice"):
        app.registry.remove("alice")


def test_a_test_webhook_returns_the_status_of_the_response(app: InMemoryWebhooks) -> None:
    app.client = FakeWebhookClient([EndpointResponse(status=204), EndpointResponse(status=401)])
    assert app.registry.test("alice") == 204
    with pytest.raises(DeliveryFailed, match="401"):
        app.registry.test("alice")


def test_an_owner_without_an_endpoint_cannot_be_tested(app: InMemoryWebhooks) -> None:
    with pytest.raises(EndpointNotFound, match="bob"):
        app.registry.test("bob")
