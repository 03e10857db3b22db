"""A redrive finds and sends the images that were given up."""

from chalicelib.domain.s3_events import DeadLetter, ObjectEvent
from chalicelib.processing.outcome import Outcome
from chalicelib.recovery.dispatch import Dispatch, Finding
from chalicelib.recovery.redrive import Redrive
from tests.fakes import FakeBulkReader, FakeEventSender
from tests.unit.deployment import KEY
from tests.unit.in_memory_app import InMemoryApp


def give_up(app: InMemoryApp, key: str = KEY) -> None:
    source = app.put(b"image", key)
    app.dead_letters.mark_failed(
        DeadLetter(object_events=(ObjectEvent(key=key, source=source),), reason="timed out")
    )


def redrive(app: InMemoryApp, limit: int = 100) -> FakeEventSender:
    sender = FakeEventSender()
    for _ in Dispatch(sender=sender, store=app.store, clock=app.clock).run(
        Redrive(bulk_reader=FakeBulkReader(app.store)).steps(), limit
    ):
        pass
    return sender


def test_an_image_that_was_given_up_becomes_ready(app: InMemoryApp) -> None:
    give_up(app)
    [(key, source)] = redrive(app).sent
    assert app.reconcile(source, key) is Outcome.READY
    assert redrive(app).sent == []


def test_an_image_that_is_itself_invalid_is_not_sent(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"text"))
    app.reconcile(app.put(b"image", "images/dog.jpg"), "images/dog.jpg")
    assert redrive(app).sent == []


def test_an_image_deleted_in_the_meantime_ends_as_deleted(app: InMemoryApp) -> None:
    give_up(app)
    app.sources.delete(KEY)
    [(key, source)] = redrive(app).sent
    assert app.reconcile(source, key) is Outcome.DELETED


def test_an_overwritten_image_is_rendered_in_its_newest_version(app: InMemoryApp) -> None:
    give_up(app)
    newest = app.put(b"image two")
    [(key, source)] = redrive(app).sent
    assert app.reconcile(source, key) is Outcome.READY
    assert app.image().source == newest


def test_no_more_are_sent_than_the_limit(app: InMemoryApp) -> None:
    keys = [f"images/{n}.jpg" for n in range(5)]
    for key in keys:
        give_up(app, key)
    assert len(redrive(app, limit=3).sent) == 3


def test_without_dispatch_nothing_is_sent(app: InMemoryApp) -> None:
    give_up(app)
    [step] = Redrive(bulk_reader=FakeBulkReader(app.store)).steps()
    assert (step.key, step.finding) == (KEY, Finding.DUE)
