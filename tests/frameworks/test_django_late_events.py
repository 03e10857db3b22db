"""Webhooks that come late, or again."""

from datetime import timedelta

import pytest
from darkroom import Status
from darkroom.django import signals
from darkroom.django.values import DarkroomImage

from tests.frameworks.deliveries import SENT, erase, send
from tests.frameworks.shop.models import Product

pytestmark = pytest.mark.usefixtures("database")


def test_an_event_that_is_late_does_not_bring_back_what_was_erased() -> None:
    row = Product.objects.create(name="Cat", photo=DarkroomImage(id="id1", filename="alice.jpg", revision=6))
    erase(revision=8)
    send("image.ready", 7, filename="alice.jpg")
    row.refresh_from_db()
    assert row.photo == DarkroomImage(id="id1", status=Status.DELETED, revision=8, created_at=SENT)


def test_an_image_that_gets_the_id_of_a_deleted_one_begins_with_the_first_revision() -> None:
    row = Product.objects.create(name="Cat", photo=DarkroomImage(id="id1"))
    send("image.ready", 4, created_at="2026-01-01T12:00:00Z")
    send("image.deleted", 5, status="deleted", created_at="2026-01-02T12:00:00Z")
    send("image.ready", 1, created_at="2026-01-10T12:00:00.5Z", width=300)
    row.refresh_from_db()
    assert (row.photo.status, row.photo.revision, row.photo.width) == (Status.READY, 1, 300)


def test_an_image_that_gets_the_id_of_an_erased_one_begins_with_the_first_revision() -> None:
    row = Product.objects.create(name="Cat", photo=DarkroomImage(id="id1", revision=6))
    erase(revision=8)
    send("image.ready", 1, created_at=(SENT + timedelta(days=8)).isoformat())
    row.refresh_from_db()
    assert (row.photo.status, row.photo.revision) == (Status.READY, 1)


def test_an_event_that_comes_again_while_it_is_handled_is_repeated_later() -> None:
    codes: list[int] = []

    def repeat(**_: object) -> None:
        codes.append(send().status_code)

    signals.image_ready.connect(repeat)
    try:
        codes.append(send().status_code)
    finally:
        signals.image_ready.disconnect(repeat)
    assert [*codes, send().status_code] == [503, 204, 204]
