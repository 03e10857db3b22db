"""Parsing of requests."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.api import requests
from chalicelib.errors import BodyTooLarge, InvalidField, InvalidJson
from chalicelib.models import Focus, ListRequest, Status, UploadRequest


def test_a_valid_body_is_parsed() -> None:
    body = (
        b'{"filename": "a.jpg", "content_type": "image/jpeg", "size": 5, "variants": ["300x300"],'
        b' "focus": {"x": 0.5, "y": 1}}'
    )
    assert requests.upload_request(body) == UploadRequest(
        filename="a.jpg", content_type="image/jpeg", size=5, variants=("300x300",), focus=Focus(x=0.5, y=1)
    )


@pytest.mark.parametrize("body", [b"[" * 60_000, b'{"filename":' * 5000])
def test_deeply_nested_json_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidJson):
        requests.upload_request(body)


def test_a_body_that_is_too_large_is_not_parsed() -> None:
    with pytest.raises(BodyTooLarge):
        requests.upload_request(b" " * (requests.MAX_BODY + 1))


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"filename": "a.jpg"} trailing', "{"])
def test_invalid_json_is_refused(body: bytes | str) -> None:
    with pytest.raises(InvalidJson):
        requests.upload_request(body)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"{}", "filename"),
        (b'{"filename": 5}', "filename"),
        (b'{"filename": null}', "filename"),
        (b'{"filename": "a", "size": "5"}', "size"),
        (b'{"filename": "a", "size": 0}', "size"),
        (b'{"filename": "a", "size": -1}', "size"),
        (b'{"filename": "a", "size": 1.5}', "size"),
        (b'{"filename": "a", "variants": "b"}', "variants"),
        (b'{"filename": "a", "variants": [5]}', "variants"),
        (b'{"filename": "a", "variants": []}', "variants"),
        (b'{"filename": "a", "varients": []}', "varients"),
        (b'{"filename": "a", "checksum_sha256": "abc"}', "checksum_sha256"),
        (b'{"filename": "a", "focus": {"x": 1.1, "y": 0}}', "focus"),
        (b'{"filename": "a", "focus": {"x": 0}}', "focus"),
        (b"[]", None),
        (b"5", None),
    ],
)
def test_an_invalid_field_is_named(body: bytes, field: str | None) -> None:
    with pytest.raises(InvalidField) as caught:
        requests.upload_request(body)
    assert caught.value.field == field


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_a_filename_can_be_any_string_but_no_other_type(value: object) -> None:
    body = json.dumps({"filename": value}).encode()
    if isinstance(value, str):
        assert requests.upload_request(body).filename == value
    else:
        with pytest.raises(InvalidField):
            requests.upload_request(body)


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
    ],
)
def test_an_invalid_key_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(InvalidField) as caught:
        requests.list_request(query)
    assert caught.value.field == "key"
