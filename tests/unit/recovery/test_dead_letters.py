"""Marking images as failed whose events Lambda has given up on."""

from dataclasses import dataclass, field

from chalicelib.domain.s3_events import DeadLetter, ObjectEvent
from chalicelib.errors import ObjectNotFound
from chalicelib.models import Image, Source, Status
from chalicelib.processing.outcome import Outcome
from tests.fakes import FakeEngine, FakeImageStore, FakeSourceObject, FakeSourceStorage
from tests.unit.deployment import KEY
from tests.unit.in_memory_app import InMemoryApp


def dead_letter(source: Source | None, key: str = KEY) -> DeadLetter:
    return DeadLetter(
        object_events=(ObjectEvent(key=key, source=source),), reason="Task timed out after 60 seconds"
    )


def test_an_image_is_marked_failed_after_the_last_attempt(app: InMemoryApp) -> None:
    source = app.put(b"image")
    app.pipeline.claim(KEY)
    app.dead_letters.mark_failed(dead_letter(source))
    image = app.image()
    assert image.status is Status.FAILED
    assert image.error is not None
    assert image.error.code == "processing_failed"
    assert "timed out" not in image.error.detail


def test_an_image_is_marked_failed_if_its_event_was_never_claimed(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image one"))
    source = app.put(b"image two")
    app.dead_letters.mark_failed(dead_letter(source))
    image = app.image()
    assert (image.status, image.source) == (Status.FAILED, source)
    assert app.kept() == {}


def test_an_image_that_is_ready_for_this_version_stays_ready(app: InMemoryApp) -> None:
    source = app.put(b"image")
    app.reconcile(source)
    before = app.image()
    app.dead_letters.mark_failed(dead_letter(source))
    assert app.image() == before


def test_a_dead_letter_for_an_older_version_does_not_affect_the_newer_one(app: InMemoryApp) -> None:
    old = app.put(b"image one")
    app.put(b"image two")
    app.pipeline.claim(KEY)
    app.dead_letters.mark_failed(dead_letter(old))
    assert app.image().status is Status.PROCESSING


def test_a_removal_whose_every_attempt_failed_still_deletes_the_image(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    app.sources.delete(KEY)
    app.dead_letters.mark_failed(dead_letter(None))
    assert app.image().status is Status.DELETED
    assert app.outputs.stored == {}


def test_a_dead_letter_for_a_recorded_deletion_changes_nothing(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    app.sources.delete(KEY)
    app.reconcile()
    before = app.image()
    app.dead_letters.mark_failed(dead_letter(None))
    assert app.image() == before


def test_an_image_that_was_given_up_is_retried_when_its_event_is_sent_again(app: InMemoryApp) -> None:
    source = app.put(b"image")
    app.dead_letters.mark_failed(dead_letter(source))
    assert app.reconcile(source) is Outcome.READY


def test_a_second_dead_letter_does_not_change_an_image_that_was_given_up(app: InMemoryApp) -> None:
    source = app.put(b"image")
    app.dead_letters.mark_failed(dead_letter(source))
    before = app.image()
    app.dead_letters.mark_failed(dead_letter(source))
    assert app.image() == before


def test_a_run_that_was_given_up_while_still_working_succeeds(app: InMemoryApp) -> None:
    @dataclass
    class GivenUpWhileRendering(FakeEngine):
        first: bool = True

        def before_render(self) -> None:
            if self.first:
                self.first = False
                app.dead_letters.mark_failed(dead_letter(source))

    app.engine = GivenUpWhileRendering()
    source = app.put(b"image")
    assert app.reconcile(source) is Outcome.READY
    assert list(app.kept()) == [app.image().variants[0].key]


@dataclass
class OvertakenStore(FakeImageStore):
    """Right after the first read of a record, another run finishes it."""

    app: InMemoryApp = field(default_factory=InMemoryApp)
    source: Source | None = None

    def get(self, image_id: str) -> Image | None:
        seen = super().get(image_id)
        if self.source is not None:
            source, self.source = self.source, None
            self.app.reconcile(source)
        return seen


def test_a_result_committed_just_before_the_claim_is_restored(app: InMemoryApp) -> None:
    source = app.put(b"image")
    app.store = OvertakenStore(app=app, source=source)
    app.dead_letters.mark_failed(dead_letter(source))
    image = app.image()
    assert (image.status, image.revision) == (Status.READY, 2)
    assert list(app.kept()) == [image.variants[0].key]


@dataclass
class WronglyMissing(FakeSourceStorage):
    """Takes the object for missing once, in the second request."""

    requests: int = 0

    def open(self, key: str) -> FakeSourceObject:
        self.requests += 1
        if self.requests == 2:
            raise ObjectNotFound(key)
        return super().open(key)


def test_a_single_wrong_response_deletes_nothing(app: InMemoryApp) -> None:
    app.sources = WronglyMissing()
    source = app.put(b"image")
    app.pipeline.claim(KEY)
    app.dead_letters.mark_failed(dead_letter(source))
    assert app.image().status is Status.FAILED
    assert app.sources.requests > 2


def test_keys_that_are_not_uploads_are_ignored(app: InMemoryApp) -> None:
    app.dead_letters.mark_failed(dead_letter(None, "other/x.jpg"))
    assert app.store.images == {}
