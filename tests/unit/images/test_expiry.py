"""Upload forms that expire without being used, and files whose events were lost."""

from datetime import timedelta

import pytest

from chalicelib.models import Image, ListRequest, Status, UploadRequest
from chalicelib.processing.outcome import Outcome
from tests.unit.deployment import OWNER, SETTINGS, STUCK_AFTER
from tests.unit.in_memory_app import InMemoryApp

LIFETIME = timedelta(seconds=SETTINGS.upload_expires)


@pytest.fixture
def image(app: InMemoryApp) -> Image:
    return app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)[0]


def read(app: InMemoryApp, image: Image) -> Image:
    return app.lookup.read(image.id, owner=OWNER)


def listed(app: InMemoryApp, status: Status | None = None) -> list[tuple[Status, str | None]]:
    images = app.lookup.list(ListRequest(status=status), owner=OWNER).images
    return [(each.status, each.error.code if each.error else None) for each in images]


def test_a_form_is_pending_until_it_expires(app: InMemoryApp, image: Image) -> None:
    app.clock.advance(LIFETIME - timedelta(seconds=1))
    assert read(app, image) == image
    assert listed(app, Status.PENDING) == [(Status.PENDING, None)]


def test_an_unused_form_is_shown_as_failed_once_it_has_expired(app: InMemoryApp, image: Image) -> None:
    app.clock.advance(LIFETIME)
    shown = read(app, image)
    assert (shown.status, shown.error and shown.error.code) == (Status.FAILED, "upload_expired")
    assert read(app, image) == shown
    assert listed(app) == [(Status.FAILED, "upload_expired")]
    assert listed(app, Status.PENDING) == []
    assert app.image(image.key) == image
    assert app.sender.sent == []


def test_a_file_whose_event_is_late_keeps_the_image_pending(app: InMemoryApp, image: Image) -> None:
    app.put(b"image", image.key)
    app.clock.advance(LIFETIME)
    assert read(app, image) == image
    assert app.sender.sent == []


def test_a_file_that_arrives_long_after_its_form_expired_waits_for_its_event_first(
    app: InMemoryApp, image: Image
) -> None:
    app.clock.advance(2 * STUCK_AFTER)
    app.put(b"image", image.key)
    assert read(app, image) == image
    assert app.sender.sent == []


def test_reading_an_image_finds_a_file_whose_event_was_lost_and_requests_one_run(
    app: InMemoryApp, image: Image
) -> None:
    app.put(b"image", image.key)
    app.clock.advance(STUCK_AFTER)
    for _ in range(3):
        assert read(app, image).status is Status.PROCESSING
    assert app.sender.sent == [(image.key, None)]
    assert app.reconcile(key=image.key) is Outcome.READY
    assert not app.image(image.key).open


def test_a_run_that_was_requested_for_a_lost_event_and_got_lost_is_stuck(
    app: InMemoryApp, image: Image
) -> None:
    app.put(b"image", image.key)
    app.clock.advance(STUCK_AFTER)
    claimed = read(app, image)
    app.clock.advance(STUCK_AFTER)
    assert list(app.store.stuck(app.clock(), 10)) == [claimed]


def test_a_file_that_arrives_after_its_form_expired_is_processed(app: InMemoryApp, image: Image) -> None:
    app.clock.advance(2 * STUCK_AFTER)
    read(app, image)
    assert app.reconcile(app.put(b"image", image.key), image.key) is Outcome.READY
    assert app.image(image.key).expires_at is None
    assert listed(app) == [(Status.READY, None)]
