"""Which events are published about an image, and when."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.deadline import NO_DEADLINE
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Event, Status, StoredOutput, UploadRequest
from chalicelib.processing.outcome import Outcome
from chalicelib.recovery.sweep import SweepResult
from tests.fakes import FakeEventPublisher, FakeOutputStorage
from tests.unit.deployment import KEY, OWNER, STUCK_AFTER
from tests.unit.in_memory_app import InMemoryApp


@dataclass
class UnavailablePublisher(FakeEventPublisher):
    """Fails until it is made available."""

    available: bool = False

    def publish(self, event: Event) -> None:
        if not self.available:
            raise ServiceUnavailable("ThrottlingException")
        super().publish(event)


@pytest.fixture
def bus() -> FakeEventPublisher:
    return FakeEventPublisher()


@pytest.fixture
def app(bus: FakeEventPublisher) -> InMemoryApp:
    return InMemoryApp(publisher=bus)


def types(bus: FakeEventPublisher) -> list[str]:
    return [event.type for event in bus.events]


def sweep_later(app: InMemoryApp) -> SweepResult:
    app.clock.advance(STUCK_AFTER + timedelta(seconds=1))
    return app.sweep.run(NO_DEADLINE)


def test_one_event_is_published_for_a_ready_image(app: InMemoryApp, bus: FakeEventPublisher) -> None:
    source = app.put(b"image")
    app.reconcile(source)
    assert app.reconcile(source) is Outcome.DUPLICATE
    sweep_later(app)
    [event] = bus.events
    image = app.image()
    assert (event.id, event.type, event.time) == (f"{image.id}-1", "Image Ready", image.updated_at)
    assert json.loads(event.detail)["owner"] == "public"
    assert not image.open


def test_the_event_for_a_failed_image_contains_the_reason(app: InMemoryApp, bus: FakeEventPublisher) -> None:
    app.reconcile(app.put(b"text"))
    [event] = bus.events
    assert event.type == "Image Failed"
    assert json.loads(event.detail)["error"]["code"] == "unsupported_format"


def test_each_outcome_of_an_image_has_its_own_event(app: InMemoryApp, bus: FakeEventPublisher) -> None:
    app.reconcile(app.put(b"image"))
    app.reconcile(app.put(b"text"))
    assert types(bus) == ["Image Ready", "Image Failed"]
    assert len({event.id for event in bus.events}) == 2


def test_the_event_for_a_deletion_is_for_the_images_owner(app: InMemoryApp, bus: FakeEventPublisher) -> None:
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner="alice")
    app.reconcile(app.put(b"image", image.key), image.key)
    app.delete.run(image.id, owner="alice")
    detail = json.loads(bus.events[-1].detail)
    assert (detail["status"], detail["id"], detail["owner"]) == ("deleted", image.id, "alice")
    assert app.image(image.key).pending_event_for is None


def test_s3s_own_event_for_a_deletion_publishes_no_second_event(
    app: InMemoryApp, bus: FakeEventPublisher
) -> None:
    app.reconcile(app.put(b"image"))
    app.delete.run(app.image().id, owner=OWNER)
    app.reconcile()
    assert types(bus) == ["Image Ready", "Image Deleted"]


def test_no_event_is_published_for_an_image_that_never_existed(
    app: InMemoryApp, bus: FakeEventPublisher
) -> None:
    app.reconcile()
    assert app.image().status is Status.DELETED
    assert bus.events == []


def test_an_event_that_could_not_be_published_stays_pending_until_a_retry() -> None:
    bus = UnavailablePublisher()
    app = InMemoryApp(publisher=bus)
    source = app.put(b"image")
    with pytest.raises(ServiceUnavailable):
        app.reconcile(source)
    assert (app.image().status, app.image().pending_event_for) == (Status.READY, "public")
    bus.available = True
    assert app.reconcile(source) is Outcome.DUPLICATE
    assert types(bus) == ["Image Ready"]
    assert app.image().pending_event_for is None


def test_the_sweep_publishes_a_pending_event() -> None:
    bus = UnavailablePublisher()
    app = InMemoryApp(publisher=bus)
    with pytest.raises(ServiceUnavailable):
        app.reconcile(app.put(b"image"))
    assert sweep_later(app) == SweepResult(recovered=0, postponed=1)
    bus.available = True
    assert sweep_later(app) == SweepResult(recovered=1, postponed=0)
    assert [event.id for event in bus.events] == [f"{app.image().id}-1"]
    assert not app.image().open


def test_undoing_a_claim_publishes_no_second_event(app: InMemoryApp, bus: FakeEventPublisher) -> None:
    app.reconcile(app.put(b"image"))
    app.dead_letters.give_up(KEY)
    assert app.image().revision == 2
    assert len(bus.events) == 1


def test_undoing_a_claim_publishes_an_event_that_was_pending_before() -> None:
    bus = UnavailablePublisher()
    app = InMemoryApp(publisher=bus)
    with pytest.raises(ServiceUnavailable):
        app.reconcile(app.put(b"image"))
    bus.available = True
    app.dead_letters.give_up(KEY)
    assert types(bus) == ["Image Ready"]


def test_outputs_of_a_deleted_image_are_removed_even_if_the_event_cannot_be_published() -> None:
    bus = UnavailablePublisher(available=True)
    app = InMemoryApp(publisher=bus)
    app.reconcile(app.put(b"image"))
    bus.available = False
    with pytest.raises(ServiceUnavailable):
        app.delete.run(app.image().id, owner=OWNER)
    assert app.outputs.stored == {}


def test_the_event_is_published_only_after_a_failed_cleanup_is_finished(bus: FakeEventPublisher) -> None:
    class Refusing(FakeOutputStorage):
        def list(self, prefix: str) -> Sequence[StoredOutput]:
            raise ServiceUnavailable(prefix)

    app = InMemoryApp(publisher=bus)
    app.reconcile(app.put(b"image one"))
    working, app.outputs = app.outputs, Refusing(stored=app.outputs.stored)
    with pytest.raises(ServiceUnavailable):
        app.reconcile(app.put(b"image two"))
    assert len(bus.events) == 1
    app.outputs = working
    sweep_later(app)
    assert types(bus) == ["Image Ready"] * 2


def test_without_an_event_bus_no_event_is_pending() -> None:
    app = InMemoryApp()
    app.reconcile(app.put(b"image"))
    assert not app.image().open


def test_pending_events_are_dropped_when_the_event_bus_is_removed() -> None:
    app = InMemoryApp()
    app.reconcile(app.put(b"image"))
    image = app.image()
    app.store.images[image.id] = replace(image, pending_event_for="public")
    assert sweep_later(app) == SweepResult(recovered=1, postponed=0)
    assert not app.image().open
