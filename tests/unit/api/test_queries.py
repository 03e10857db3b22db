"""Parsing of query strings."""

import pytest

from chalicelib.api import requests
from chalicelib.errors import InvalidField
from chalicelib.models import ListRequest, Status, UploadRequest


def test_uppys_filename_and_type_are_read_and_its_metadata_ignored() -> None:
    query = {"filename": "a.jpg", "type": "image/jpeg", "metadata[caption]": "cat"}
    expected = UploadRequest(filename="a.jpg", content_type="image/jpeg")
    assert requests.companion_request(query) == expected
    assert requests.companion_request({"filename": "a.jpg", "type": ""}).content_type is None


@pytest.mark.parametrize("query", [None, {}, {"type": "image/jpeg"}])
def test_uppy_must_send_a_filename(query: dict[str, str] | None) -> None:
    with pytest.raises(InvalidField) as caught:
        requests.companion_request(query)
    assert caught.value.field == "filename"


def test_a_listing_has_defaults() -> None:
    assert requests.list_request(None) == ListRequest(limit=20, cursor=None, status=None)
    assert requests.list_request({"cursor": ""}) == ListRequest()


def test_a_listing_accepts_all_its_parameters() -> None:
    query = {"limit": "100", "cursor": "abc", "status": "ready"}
    assert requests.list_request(query) == ListRequest(limit=100, cursor="abc", status=Status.READY)


def test_a_listing_by_external_id_has_pages() -> None:
    query = {"external_id": "späße #1", "limit": "5", "cursor": "abc"}
    assert requests.list_request(query) == ListRequest(external_id="späße #1", limit=5, cursor="abc")


@pytest.mark.parametrize(
    "query",
    [
        {"external_id": ""},
        {"external_id": "x" * 1025},
        {"external_id": "\ud800"},
        {"external_id": "a", "status": "ready"},
    ],
)
def test_an_invalid_external_id_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(InvalidField) as caught:
        requests.list_request(query)
    assert caught.value.field == "external_id"


@pytest.mark.parametrize("limit", ["", "0", "9" * 5000, "01", "101", "-1", "x", "1.0", "²"])
def test_an_invalid_limit_is_refused(limit: str) -> None:
    with pytest.raises(InvalidField) as caught:
        requests.list_request({"limit": limit})
    assert caught.value.field == "limit"


@pytest.mark.parametrize("status", ["", "deleted", "done", "READY"])
def test_an_invalid_status_is_refused(status: str) -> None:
    with pytest.raises(InvalidField) as caught:
        requests.list_request({"status": status})
    assert caught.value.field == "status"


def test_a_listing_by_key_accepts_a_limit() -> None:
    query = {"key": "images/späße.jpg", "limit": "5"}
    assert requests.list_request(query) == ListRequest(key="images/späße.jpg", limit=5)


@pytest.mark.parametrize(
    "query",
    [
        {"key": ""},
        {"key": "ä" * 513},
        {"key": "\ud800"},
        {"key": "a", "cursor": "abc"},
        {"key": "a", "status": "ready"},
        {"key": "a", "external_id": "b"},
    ],
)
def test_an_invalid_key_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(InvalidField) as caught:
        requests.list_request(query)
    assert caught.value.field == "key"
