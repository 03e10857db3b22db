"""Uploads in parts that somebody else sends, such as a browser."""

import json

import pytest
from darkroom import Client, InvalidRequestError, NotFoundError, UnauthorizedError, UploadPart

from tests.unit.client import payloads
from tests.unit.client.clocks import FakeClock
from tests.unit.client.payloads import URL
from tests.unit.client.web import Web

PARTS = f"{URL}/images/id1/parts"
COMPLETE = f"{URL}/images/id1/complete"
STATUS_URL = f"{URL}/status/id1?key=new"
RESUMED = {
    "part_size": 5,
    "parts": [
        {"number": 1, "size": 5, "url": None},
        {"number": 2, "size": 3, "url": "http://uploads.test/2?signature=secret"},
    ],
    "expires_at": "2026-01-02T04:00:00Z",
    "status_url": STATUS_URL,
}


def test_the_parts_of_an_upload_have_new_urls_unless_they_are_stored(client: Client, web: Web) -> None:
    web.post(PARTS, json=RESUMED)

    upload = client.parts("id1")

    assert upload.part_size == 5
    assert upload.parts == (
        UploadPart(number=1, size=5),
        UploadPart(number=2, size=3, url="http://uploads.test/2?signature=secret"),
    )
    assert json.loads(json.dumps(upload.for_browser())) == RESUMED
    assert "secret" not in repr(upload)
    assert web.calls[0].body == b""


def test_a_browser_s_key_is_passed_on(client: Client, web: Web) -> None:
    web.post(PARTS, json=RESUMED, sends={"key": "old"})
    web.post(COMPLETE, json=payloads.image(status_url=STATUS_URL), sends={"key": "new"})

    client.parts("id1", "old")
    image = client.complete_upload("id1", key="new")

    assert image.status == "ready"
    assert image.document["status_url"] == STATUS_URL


@pytest.mark.parametrize("code", ["parts_missing", "no_multipart_upload"])
def test_an_upload_that_cannot_be_completed_is_not_tried_again(
    client: Client, web: Web, clock: FakeClock, code: str
) -> None:
    web.post(COMPLETE, status=409, json=payloads.problem(409, code))

    with pytest.raises(InvalidRequestError) as caught:
        client.complete_upload("id1")
    assert (caught.value.status, caught.value.code) == (409, code)
    assert clock.pauses == []


def test_an_invalid_key_is_an_error(client: Client, web: Web) -> None:
    web.post(PARTS, status=403, json=payloads.problem(403, "invalid_status_key"))

    with pytest.raises(UnauthorizedError) as caught:
        client.parts("id1", "forged")
    assert caught.value.code == "invalid_status_key"


@pytest.mark.parametrize("image_id", ["", ".", ".."])
def test_an_id_cannot_lead_to_another_path(client: Client, web: Web, image_id: str) -> None:
    for call in (client.get, client.delete, client.parts, client.complete_upload):
        with pytest.raises(NotFoundError) as raised:
            call(image_id)
        assert raised.value.code == "image_not_found"
    assert web.calls == []
