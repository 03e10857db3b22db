"""Contract of EndpointStore, for the fake and the DynamoDB adapter."""

import uuid

import pytest
from msgspec.structs import replace

from chalicelib.aws.endpoints import DynamoDBEndpointStore
from chalicelib.models import Endpoint, EndpointHealth
from chalicelib.webhooks.ports import EndpointStore
from tests.contract.conftest import DATABASES
from tests.contract.emulators import tables_on
from tests.fakes import FakeEndpointStore


@pytest.fixture(params=["fake", *DATABASES])
def store(request: pytest.FixtureRequest) -> EndpointStore:
    if request.param == "fake":
        return FakeEndpointStore()
    tables = tables_on(request)
    return DynamoDBEndpointStore(tables.client, tables.webhooks)


def an_endpoint(name: str = "a") -> Endpoint:
    return Endpoint(owner=uuid.uuid4().hex, url=f"https://{name}.example.com/", secret="whsec_c2VjcmV0")  # noqa: S106 - only used in this test


def listed(store: EndpointStore, endpoint: Endpoint) -> list[tuple[str, str, bool]]:
    return [(each.owner, each.url, each.gone) for each in store.list() if each.owner == endpoint.owner]


def test_an_owner_has_no_endpoint_by_default(store: EndpointStore) -> None:
    assert store.get(uuid.uuid4().hex) is None


def test_a_saved_endpoint_is_returned_unchanged(store: EndpointStore) -> None:
    endpoint = an_endpoint()
    store.save(endpoint)
    assert store.get(endpoint.owner) == endpoint
    assert listed(store, endpoint) == [(endpoint.owner, endpoint.url, False)]


def test_a_new_endpoint_replaces_the_previous_one(store: EndpointStore) -> None:
    endpoint = an_endpoint()
    store.save(endpoint)
    store.mark_gone(endpoint)
    moved = replace(endpoint, url="https://b.example.com/")
    store.save(moved)
    assert store.get(endpoint.owner) == moved


def test_an_endpoint_can_be_marked_as_gone(store: EndpointStore) -> None:
    endpoint = an_endpoint()
    store.save(endpoint)
    store.mark_gone(endpoint)
    assert store.get(endpoint.owner) == replace(endpoint, gone=True)
    assert listed(store, endpoint) == [(endpoint.owner, endpoint.url, True)]


def test_an_endpoint_whose_url_has_changed_is_not_marked_as_gone(store: EndpointStore) -> None:
    endpoint = an_endpoint()
    moved = replace(endpoint, url="https://b.example.com/")
    store.save(moved)
    store.mark_gone(endpoint)
    assert store.get(endpoint.owner) == moved


def test_marking_a_removed_endpoint_does_not_restore_it(store: EndpointStore) -> None:
    endpoint = an_endpoint()
    store.mark_gone(endpoint)
    assert store.get(endpoint.owner) is None


def test_an_endpoint_can_be_removed(store: EndpointStore) -> None:
    endpoint = an_endpoint()
    store.save(endpoint)
    assert store.remove(endpoint.owner)
    assert store.get(endpoint.owner) is None
    assert not store.remove(endpoint.owner)


def test_the_health_of_an_endpoint_is_replaced_and_listed(store: EndpointStore) -> None:
    endpoint = an_endpoint()
    store.save(endpoint)
    first = EndpointHealth(failures=1)
    second = EndpointHealth(failures=5, paused_until=1_800_000_000, slow_until=7, attempts_end=(8, 9))
    assert store.update_health(endpoint, first)
    assert store.update_health(replace(endpoint, health=first), second)
    assert store.get(endpoint.owner) == replace(endpoint, health=second)
    assert [each.health for each in store.list() if each.owner == endpoint.owner] == [second]


def test_a_health_that_has_changed_is_not_replaced(store: EndpointStore) -> None:
    endpoint = an_endpoint()
    store.save(endpoint)
    assert store.update_health(endpoint, EndpointHealth(failures=1))
    assert not store.update_health(endpoint, EndpointHealth(failures=2))
    current = store.get(endpoint.owner)
    assert current is not None
    assert current.health == EndpointHealth(failures=1)


def test_the_health_of_another_or_a_removed_endpoint_is_not_replaced(store: EndpointStore) -> None:
    endpoint = an_endpoint()
    assert not store.update_health(endpoint, EndpointHealth(failures=1))
    store.save(replace(endpoint, url="https://b.example.com/"))
    assert not store.update_health(endpoint, EndpointHealth(failures=1))


def test_a_new_endpoint_has_no_failures(store: EndpointStore) -> None:
    endpoint = an_endpoint()
    store.save(endpoint)
    store.update_health(endpoint, EndpointHealth(failures=9))
    store.save(endpoint)
    assert store.get(endpoint.owner) == endpoint
