"""Listings, and their pages."""

from darkroom import Client, Status
from responses import RequestsMock, matchers

from tests.unit.client import payloads
from tests.unit.client.payloads import URL


def test_list_fetches_all_pages(client: Client, web: RequestsMock) -> None:
    first = {"images": [payloads.image("a"), payloads.image("b")], "next_cursor": "more"}
    last = {"images": [payloads.image("c")], "next_cursor": None}
    web.get(f"{URL}/images", json=first, match=[matchers.query_param_matcher({"limit": "100"})])
    web.get(
        f"{URL}/images", json=last, match=[matchers.query_param_matcher({"limit": "100", "cursor": "more"})]
    )

    assert [image.id for image in client.list()] == ["a", "b", "c"]


def test_list_requests_no_more_images_than_the_limit(client: Client, web: RequestsMock) -> None:
    page = {"images": [payloads.image("a"), payloads.image("b")], "next_cursor": "more"}
    query = matchers.query_param_matcher({"limit": "2", "status": "ready"})
    web.get(f"{URL}/images", json=page, match=[query])

    assert [image.id for image in client.list(status=Status.READY, limit=2)] == ["a", "b"]


def test_list_finds_an_image_by_the_key_of_its_object(client: Client, web: RequestsMock) -> None:
    page = {"images": [payloads.image("a")], "next_cursor": None}
    query = matchers.query_param_matcher({"limit": "100", "key": "images/späße +1.jpg"})
    web.get(f"{URL}/images", json=page, match=[query])

    assert [image.id for image in client.list(key="images/späße +1.jpg")] == ["a"]


def test_list_continues_after_an_empty_page(client: Client, web: RequestsMock) -> None:
    web.get(f"{URL}/images", json={"images": [], "next_cursor": "more"})
    web.get(f"{URL}/images", json={"images": [payloads.image("a")], "next_cursor": None})

    assert [image.id for image in client.list(limit=2)] == ["a"]
