"""Webhooks that come late, or again."""

import pytest
from darkroom import Status
from darkroom.django import signals
from darkroom.django.values import DarkroomImage

from tests.frameworks.deliveries import erase, send
from tests.frameworks.shop.models import Product

pytestmark = pytest.mark.usefixtures("database")


def test_an_event_that_is_late_does_not_bring_back_what_was_erased() -> None:
    row = Product.objects.create(name="Cat", photo=DarkroomImage(id="id1", filename="alice.jpg", revision=6))
    erase(revision=8)
    send("image.ready", 7, filename="alice.jpg")
    row.refresh_from_db()
    assert row.photo == DarkroomImage(id="id1", status=Status.DELETED, revision=8)


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
