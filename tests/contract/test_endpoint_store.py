"""What every EndpointStore promises: the fake and the DynamoDB adapter alike."""

import uuid
from dataclasses import replace

import pytest

from chalicelib.aws.endpoints import DynamoDBEndpointStore
from chalicelib.models import Endpoint
from chalicelib.webhooks.ports import EndpointStore
from tests.conftest import Aws
from tests.fakes import FakeEndpointStore


@pytest.fixture(params=["fake", "dynamodb"])
def store(request: pytest.FixtureRequest) -> EndpointStore:
    if request.param == "fake":
        return FakeEndpointStore()
    aws: Aws = request.getfixturevalue("aws")
    return DynamoDBEndpointStore(aws.clients.dynamodb, aws.environment["WEBHOOKS_TABLE"])


def an_endpoint(name: str = "a") -> Endpoint:
    return Endpoint(owner=uuid.uuid4().hex, url=f"https://{name}.example.com/", secret="whsec_c2VjcmV0")  # noqa: S106 - of this test alone


def listed(store: EndpointStore, endpoint: Endpoint) -> list[tuple[str, str, bool]]:
    return [row for row in store.list() if row[0] == endpoint.owner]


def test_nobody_has_an_endpoint_to_begin_with(store: EndpointStore) -> None:
    assert store.get(uuid.uuid4().hex) is None


def test_a_saved_endpoint_comes_back_whole(store: EndpointStore) -> None:
    endpoint = an_endpoint()
    store.save(endpoint)
    assert store.get(endpoint.owner) == endpoint
    assert listed(store, endpoint) == [(endpoint.owner, endpoint.url, False)]


def test_a_new_endpoint_takes_the_place_of_the_one_before(store: EndpointStore) -> None:
    endpoint = an_endpoint()
    store.save(endpoint)
    store.mark_gone(endpoint)
    moved = replace(endpoint, url="https://b.example.com/")
    store.save(moved)
    assert store.get(endpoint.owner) == moved


def test_an_endpoint_that_is_gone_stays_so(store: EndpointStore) -> None:
    endpoint = an_endpoint()
    store.save(endpoint)
    store.mark_gone(endpoint)
    assert store.get(endpoint.owner) == replace(endpoint, gone=True)
    assert listed(store, endpoint) == [(endpoint.owner, endpoint.url, True)]


def test_an_endpoint_that_was_moved_meanwhile_is_not_gone(store: EndpointStore) -> None:
    endpoint = an_endpoint()
    moved = replace(endpoint, url="https://b.example.com/")
    store.save(moved)
    store.mark_gone(endpoint)
    assert store.get(endpoint.owner) == moved


def test_an_endpoint_that_was_removed_meanwhile_stays_away(store: EndpointStore) -> None:
    endpoint = an_endpoint()
    store.mark_gone(endpoint)
    assert store.get(endpoint.owner) is None


def test_a_removed_endpoint_is_forgotten(store: EndpointStore) -> None:
    endpoint = an_endpoint()
    store.save(endpoint)
    assert store.remove(endpoint.owner)
    assert store.get(endpoint.owner) is None
    assert not store.remove(endpoint.owner)
