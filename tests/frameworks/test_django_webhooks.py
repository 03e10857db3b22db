"""Webhooks update the rows that have the image, in any order and any number of times."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from darkroom import Status
from darkroom.django import signals
from darkroom.django.values import DarkroomImage
from django.conf import LazySettings
from django.dispatch import Signal
from django.test import Client
from responses import RequestsMock

from tests.frameworks.deliveries import SENT, WEBHOOK, deliver, erase, send
from tests.frameworks.payloads import URL, image_document
from tests.frameworks.shop.models import Detail, Product

pytestmark = pytest.mark.usefixtures("database")


def product(**changes: Any) -> Product:
    return Product.objects.create(name="Cat", photo=DarkroomImage(id="id1", **changes))


def photo(row: Product) -> DarkroomImage:
    row.refresh_from_db()
    return row.photo


@pytest.fixture
def received() -> Iterator[list[tuple[str, int]]]:
    """The signals that were sent: the type of the event, and the number of rows."""
    log: list[tuple[str, int]] = []

    def note(event: Any, rows: int, **_: object) -> None:
        log.append((event.type, rows))

    for signal in signals.BY_TYPE.values():
        signal.connect(note)
    yield log
    for signal in signals.BY_TYPE.values():
        signal.disconnect(note)


def test_all_rows_with_the_image_are_updated(received: list[tuple[str, int]]) -> None:
    rows = [product(), product()]
    detail = Detail.objects.create(product=rows[0], picture=DarkroomImage(id="id1"))
    other = Product.objects.create(name="Dog", photo=DarkroomImage(id="id2"))
    assert send(revision=3).status_code == 204
    assert [(photo(row).status, photo(row).width, photo(row).revision) for row in rows] == [
        (Status.READY, 400, 3)
    ] * 2
    detail.refresh_from_db()
    assert detail.picture.width == 400
    assert photo(other) == DarkroomImage(id="id2")
    assert received == [("image.ready", 3)]


def test_an_older_event_does_not_overwrite_a_newer_one() -> None:
    row = product()
    send("image.failed", 2, status="failed", error={"code": "corrupt_image", "detail": "Broken"})
    send("image.ready", 1)
    assert (photo(row).status, photo(row).revision) == (Status.FAILED, 2)


def test_an_event_that_comes_twice_is_handled_once(received: list[tuple[str, int]]) -> None:
    row = product()
    assert [send().status_code, send().status_code] == [204, 204]
    assert received == [("image.ready", 1)]
    assert photo(row).revision == 1


def test_a_receiver_that_fails_gets_the_event_again(received: list[tuple[str, int]]) -> None:
    failures = [RuntimeError("busy")]

    def fail_once(**_: object) -> None:
        if failures:
            raise failures.pop()

    row = product()
    signals.image_ready.connect(fail_once)
    try:
        with pytest.raises(RuntimeError):
            send()
        send()
    finally:
        signals.image_ready.disconnect(fail_once)
    assert [kind for kind, _ in received] == ["image.ready", "image.ready"]
    assert photo(row).revision == 1


def test_a_deleted_image_keeps_nothing_but_its_id(received: list[tuple[str, int]]) -> None:
    row = product(filename="cat.jpg", width=400)
    send("image.deleted", 2, status="deleted", filename="", width=None, height=None, size=None,
         content_type=None, version=None, sources=[], created_at=SENT.isoformat())  # fmt: skip
    assert photo(row) == DarkroomImage(id="id1", status=Status.DELETED, revision=2, created_at=SENT)
    assert received == [("image.deleted", 1)]


def test_an_erased_image_leaves_no_filename(received: list[tuple[str, int]]) -> None:
    row = product(filename="alice.jpg", revision=7)
    erase(revision=8)
    assert photo(row) == DarkroomImage(id="id1", status=Status.DELETED, revision=8, created_at=SENT)
    assert received == [("image.erased", 1)]


def test_the_page_shows_the_new_state_at_once(web: RequestsMock) -> None:
    row = product()
    web.get(f"{URL}/images/id1", json=image_document(status="processing"))
    assert row.photo.html() == ""
    web.replace("GET", f"{URL}/images/id1", json=image_document())
    send()
    assert "<picture>" in photo(row).html()


def test_an_event_for_no_row_is_accepted(received: list[tuple[str, int]]) -> None:
    assert send().status_code == 204
    assert received == [("image.ready", 0)]


def test_the_test_event_is_accepted(received: list[tuple[str, int]]) -> None:
    data: dict[str, object] = {"event_id": "test-1"}
    body = json.dumps({"type": "test", "timestamp": "2026-01-01T12:00:00Z", "data": data})
    assert deliver(body, datetime.now(UTC), data).status_code == 204
    assert received == []


def test_an_event_of_a_newer_service_is_accepted() -> None:
    data: dict[str, object] = {"event_id": "future-1"}
    body = json.dumps({"type": "image.renamed", "timestamp": "2026-01-01T12:00:00Z", "data": data})
    assert deliver(body, datetime.now(UTC), data).status_code == 204


@pytest.mark.parametrize("age", [timedelta(minutes=6), timedelta(minutes=-6)])
def test_old_and_future_requests_are_refused(age: timedelta, received: list[tuple[str, int]]) -> None:
    assert send(age=age).status_code == 401
    assert received == []


def test_a_wrong_signature_is_refused(received: list[tuple[str, int]]) -> None:
    data: dict[str, object] = {"event_id": "id1-1"}
    response = deliver("{}", datetime.now(UTC), data, **{"webhook-signature": "v1,AAAA"})
    assert response.status_code == 401
    assert Client().post(WEBHOOK, "{}", "application/json").status_code == 401
    assert received == []


def test_without_a_secret_nothing_is_accepted(
    settings: LazySettings, received: list[tuple[str, int]]
) -> None:
    settings.DARKROOM_WEBHOOK_SECRET = ""
    response = Client().post(WEBHOOK, "{}", "application/json")
    assert (response.status_code, received) == (503, [])


def test_there_is_a_signal_for_each_event() -> None:
    assert all(isinstance(each, Signal) for each in signals.BY_TYPE.values())
