"""When the CDN is asked to drop its copies of an image's outputs."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.deadline import NO_DEADLINE
from chalicelib.domain.invalidation import cache_tag
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Failure, Image, InvalidationRequest, Status, StoredOutput, UploadRequest
from chalicelib.processing.outcome import Outcome
from tests.fakes import FakeInvalidationQueue, FakeOutputStorage
from tests.unit.deployment import KEY, OWNER, STUCK_AFTER
from tests.unit.in_memory_app import InMemoryApp


@pytest.fixture
def queue() -> FakeInvalidationQueue:
    return FakeInvalidationQueue()


@pytest.fixture
def app(queue: FakeInvalidationQueue) -> InMemoryApp:
    return InMemoryApp(invalidations=queue)


def sweep_later(app: InMemoryApp) -> None:
    app.clock.advance(STUCK_AFTER + timedelta(seconds=1))
    app.sweep.run(NO_DEADLINE)


def refuse(app: InMemoryApp) -> Image:
    """Reject the newest version of the image, as moderation does."""
    claimed = app.pipeline.claim(KEY)
    source = app.sources.open(KEY).source
    failure = Failure(code="content_refused", detail="Moderation rejected the image")
    app.pipeline.finalize(app.steps.rejected(claimed, source, failure))
    return app.image()


def test_a_deletion_requests_one_invalidation(app: InMemoryApp, queue: FakeInvalidationQueue) -> None:
    app.reconcile(app.put(b"image"))
    image = app.image()
    app.delete.run(image.id, owner=OWNER)
    app.reconcile()
    sweep_later(app)
    request = InvalidationRequest(
        tag=cache_tag(image.id), owner=OWNER, requested_at=app.clock() - STUCK_AFTER - timedelta(seconds=1)
    )
    assert queue.requests == [request]
    assert not app.image().open


def test_the_request_is_sent_when_no_output_is_left(app: InMemoryApp) -> None:
    class Watching(FakeInvalidationQueue):
        def send(self, requests: Sequence[InvalidationRequest], *, delay: timedelta = timedelta()) -> None:
            assert app.outputs.stored == {}
            super().send(requests, delay=delay)

    app.invalidations = Watching()
    app.reconcile(app.put(b"image one"))
    app.reconcile(app.put(b"image two"))
    assert len(app.outputs.stored) == 2
    app.delete.run(app.image().id, owner=OWNER)
    assert len(app.invalidations.requests) == 1


def test_a_new_version_needs_no_invalidation(app: InMemoryApp, queue: FakeInvalidationQueue) -> None:
    app.reconcile(app.put(b"image one"))
    app.reconcile(app.put(b"image two"))
    app.reconcile(app.put(b"text"))
    assert queue.requests == []


def test_an_image_that_never_had_outputs_needs_no_invalidation(
    app: InMemoryApp, queue: FakeInvalidationQueue
) -> None:
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    app.delete.run(image.id, owner=OWNER)
    app.put(b"image")
    refuse(app)
    assert queue.requests == []


def test_a_rejected_version_removes_the_outputs_of_earlier_ones(
    app: InMemoryApp, queue: FakeInvalidationQueue
) -> None:
    app.reconcile(app.put(b"image one"))
    app.reconcile(app.put(b"image two"))
    app.put(b"image three")
    image = refuse(app)
    assert (image.status, app.outputs.stored) == (Status.FAILED, {})
    assert [request.tag for request in queue.requests] == [cache_tag(image.id)]
    assert not image.open


def test_a_request_that_could_not_be_sent_stays_pending_until_the_sweep(
    app: InMemoryApp, queue: FakeInvalidationQueue
) -> None:
    app.reconcile(app.put(b"image"))
    queue.available = False
    with pytest.raises(ServiceUnavailable):
        app.delete.run(app.image().id, owner=OWNER)
    assert app.image().invalidation_pending
    queue.available = True
    sweep_later(app)
    assert len(queue.requests) == 1
    assert not app.image().open


def test_a_request_stays_pending_when_the_image_comes_back(
    app: InMemoryApp, queue: FakeInvalidationQueue
) -> None:
    app.reconcile(app.put(b"image one"))
    queue.available = False
    with pytest.raises(ServiceUnavailable):
        app.delete.run(app.image().id, owner=OWNER)
    queue.available = True
    assert app.reconcile(app.put(b"image two")) is Outcome.READY
    assert len(queue.requests) == 1
    assert not app.image().open


def test_outputs_that_outlived_a_deletion_are_removed_when_the_image_comes_back(app: InMemoryApp) -> None:
    class Refusing(FakeOutputStorage):
        def remove(self, outputs: Sequence[StoredOutput]) -> None:
            raise ServiceUnavailable(str(outputs))

    app.reconcile(app.put(b"image one"))
    working, app.outputs = app.outputs, Refusing(stored=app.outputs.stored)
    with pytest.raises(ServiceUnavailable):
        app.delete.run(app.image().id, owner=OWNER)
    app.outputs = working
    app.reconcile(app.put(b"image two"))
    assert list(app.outputs.stored.values()) == [b"image two as 300x300"]


def test_while_other_runs_may_store_outputs_the_request_is_sent_again_after_the_last_cleanup(
    app: InMemoryApp, queue: FakeInvalidationQueue
) -> None:
    app.reconcile(app.put(b"image"))
    app.pipeline.claim(KEY)  # a run that crashes
    app.sources.delete(KEY)
    deleted_at = app.clock()
    app.reconcile()
    assert [request.requested_at for request in queue.requests] == [deleted_at]
    assert app.image().invalidation_pending
    sweep_later(app)
    assert [request.requested_at for request in queue.requests] == [deleted_at, app.clock()]
    assert not app.image().open


def test_without_a_cdn_a_rejected_version_removes_the_outputs_of_earlier_ones_too() -> None:
    app = InMemoryApp()
    app.reconcile(app.put(b"image one"))
    app.put(b"image two")
    assert not refuse(app).open
    assert app.outputs.stored == {}


def test_without_a_cdn_no_invalidation_is_pending() -> None:
    app = InMemoryApp()
    app.reconcile(app.put(b"image"))
    app.delete.run(app.image().id, owner=OWNER)
    assert not app.image().open


def test_pending_invalidations_are_dropped_when_the_cdn_is_removed() -> None:
    app = InMemoryApp()
    app.reconcile(app.put(b"image"))
    app.delete.run(app.image().id, owner=OWNER)
    app.store.images[app.image().id] = replace(app.image(), invalidation_pending=True)
    sweep_later(app)
    assert not app.image().open
