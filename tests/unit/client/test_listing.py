"""Listings, and their pages."""

from darkroom import Client, Status

from tests.unit.client import payloads
from tests.unit.client.payloads import URL
from tests.unit.client.web import Web


def test_list_fetches_all_pages(client: Client, web: Web) -> None:
    first = {"images": [payloads.image("a"), payloads.image("b")], "next_cursor": "more"}
    last = {"images": [payloads.image("c")], "next_cursor": None}
    web.get(f"{URL}/images", json=first, query={"limit": "100"})
    web.get(f"{URL}/images", json=last, query={"limit": "100", "cursor": "more"})

    assert [image.id for image in client.list()] == ["a", "b", "c"]


def test_list_requests_no_more_images_than_the_limit(client: Client, web: Web) -> None:
    page = {"images": [payloads.image("a"), payloads.image("b")], "next_cursor": "more"}
    query = {"limit": "2", "status": "ready"}
    web.get(f"{URL}/images", json=page, query=query)

    assert [image.id for image in client.list(status=Status.READY, limit=2)] == ["a", "b"]


def test_list_finds_an_image_by_the_key_of_its_object(client: Client, web: Web) -> None:
    page = {"images": [payloads.image("a")], "next_cursor": None}
    query = {"limit": "100", "key": "images/späße +1.jpg"}
    web.get(f"{URL}/images", json=page, query=query)

    assert [image.id for image in client.list(key="images/späße +1.jpg")] == ["a"]


def test_list_continues_after_an_empty_page(client: Client, web: Web) -> None:
    web.get(f"{URL}/images", json={"images": [], "next_cursor": "more"})
    web.get(f"{URL}/images", json={"images": [payloads.image("a")], "next_cursor": None})

    assert [image.id for image in client.list(limit=2)] == ["a"]
