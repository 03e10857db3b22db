"""Parsing of requests."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.api import requests
from chalicelib.errors import BodyTooLarge, InvalidField, InvalidJson
from chalicelib.models import (
    Crop,
    Focus,
    Metadata,
    ReprocessRequest,
    UploadRequest,
    VariantChange,
)

Parse = Callable[[bytes], object]
PARSERS = [requests.upload_request, requests.reprocess_request, requests.image_patch]


def test_a_valid_body_is_parsed() -> None:
    body = (
        b'{"filename": "a.jpg", "content_type": "image/jpeg", "size": 5, "variants": ["300x300"],'
        b' "focus": {"x": 0.5, "y": 1}}'
    )
    assert requests.upload_request(body) == UploadRequest(
        filename="a.jpg", content_type="image/jpeg", size=5, variants=("300x300",), focus=Focus(x=0.5, y=1)
    )


def test_a_form_can_have_edits_and_metadata() -> None:
    body = (
        b'{"filename": "a.jpg", "crop": {"x": 0, "y": 0.5, "width": 1, "height": 0.5}, "rotate": 90,'
        b' "metadata": {"external_id": "cat-1", "tags": ["red"], "alt": "", "custom": {"a": null}}}'
    )
    assert requests.upload_request(body) == UploadRequest(
        filename="a.jpg",
        crop=Crop(x=0, y=0.5, width=1, height=0.5),
        rotate=90,
        metadata=Metadata(external_id="cat-1", tags=("red",), alt="", custom={"a": None}),
    )


@pytest.mark.parametrize("body", [b"[" * 60_000, b'{"filename":' * 5000])
@pytest.mark.parametrize("parse", PARSERS)
def test_deeply_nested_json_is_refused(parse: Parse, body: bytes) -> None:
    with pytest.raises(InvalidJson):
        parse(body)


@pytest.mark.parametrize("parse", PARSERS)
def test_a_body_that_is_too_large_is_not_parsed(parse: Parse) -> None:
    with pytest.raises(BodyTooLarge):
        parse(b" " * (requests.MAX_BODY + 1))


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"filename": "\\ud800"}', b"\xff", b'{"filename": "a.jpg"} trailing', "{"]
)
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
        (b'{"filename": "a", "crop": {"x": 0, "y": 0, "width": 0, "height": 1}}', "crop"),
        (b'{"filename": "a", "crop": {"x": 0, "y": 0, "width": 1}}', "crop"),
        (b'{"filename": "a", "crop": [0, 0, 1, 1]}', "crop"),
        (b'{"filename": "a", "rotate": 45}', "rotate"),
        (b'{"filename": "a", "rotate": "90"}', "rotate"),
        (b'{"filename": "a", "rotate": true}', "rotate"),
        (b'{"filename": "a", "metadata": "text"}', "metadata"),
        (b'{"filename": "a", "metadata": {"alt": 5}}', "metadata.alt"),
        (b'{"filename": "a", "metadata": {"title": "x"}}', "metadata.title"),
        (b'{"filename": "a", "metadata": {"tags": [1]}}', "metadata.tags"),
        (b"[]", None),
        (b"5", None),
    ],
)
def test_an_invalid_field_is_named(body: bytes, field: str | None) -> None:
    with pytest.raises(InvalidField) as caught:
        requests.upload_request(body)
    assert caught.value.field == field


def test_the_possible_values_of_a_field_are_listed() -> None:
    with pytest.raises(InvalidField, match="rotate must be one of 0, 90, 180, 270"):
        requests.upload_request(b'{"filename": "a", "rotate": 45}')
    with pytest.raises(InvalidField, match="rotate must be one of 0, 90, 180, 270"):
        requests.reprocess_request('{"rotate": null}')


@pytest.mark.parametrize("body", [b"", "", b"{}", " {} "])
def test_without_a_body_an_image_is_rendered_as_before(body: bytes | str) -> None:
    assert requests.reprocess_request(body) == ReprocessRequest()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"variants": ["a", "b"]}', ReprocessRequest(variants=("a", "b"))),
        ('{"variants": {"add": ["a"]}}', ReprocessRequest(variants=VariantChange(add=("a",)))),
        ('{"variants": {"remove": ["b"]}}', ReprocessRequest(variants=VariantChange(remove=("b",)))),
        ('{"focus": {"x": 0, "y": 0.5}}', ReprocessRequest(focus=Focus(x=0, y=0.5))),
        ('{"focus": null, "crop": null, "rotate": 0}', ReprocessRequest(focus=None, crop=None, rotate=0)),
    ],
)
def test_the_body_says_what_changes(body: str, expected: ReprocessRequest) -> None:
    assert requests.reprocess_request(body) == expected


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ('{"variant": ["a"]}', "variant"),
        ('{"filename": "a"}', "filename"),
        ('{"variants": null}', "variants"),
        ('{"variants": []}', "variants"),
        ('{"variants": "a"}', "variants"),
        ('{"variants": {"set": ["a"]}}', "variants"),
        ('{"variants": {"add": "a"}}', "variants"),
        ('{"focus": {"x": 0}}', "focus"),
        ('{"crop": {"x": 1, "y": 0, "width": 1, "height": 1}}', "crop"),
        ('{"rotate": null}', "rotate"),
        ('{"rotate": 360}', "rotate"),
        ("[]", None),
        ("null", None),
    ],
)
def test_an_invalid_field_of_a_reprocess_request_is_named(body: str, field: str | None) -> None:
    with pytest.raises(InvalidField) as caught:
        requests.reprocess_request(body)
    assert caught.value.field == field


def test_a_patch_tells_null_from_nothing() -> None:
    assert requests.image_patch('{"metadata": {"alt": null}}') == {"metadata": {"alt": None}}
    assert requests.image_patch("{}") == {}


@pytest.mark.parametrize(("body", "field"), [('{"status": "ready"}', "status"), ("[]", None), ("null", None)])
def test_a_patch_changes_only_metadata(body: str, field: str | None) -> None:
    with pytest.raises(InvalidField) as caught:
        requests.image_patch(body)
    assert caught.value.field == field


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_a_filename_can_be_any_string_but_no_other_type(value: object) -> None:
    body = json.dumps({"filename": value}).encode()
    if isinstance(value, str):
        assert requests.upload_request(body).filename == value
    else:
        with pytest.raises(InvalidField):
            requests.upload_request(body)
