"""Nothing brings an erased image back: neither late events and runs nor its form."""

import pytest
from msgspec.structs import replace

from chalicelib.domain import keys
from chalicelib.domain.deadline import NO_DEADLINE, NO_TIME
from chalicelib.erasure.erasures import Outcome
from chalicelib.errors import ImageErased, OutOfTime
from chalicelib.models import ErasureRequest, ImageMetadata, Status
from chalicelib.processing.outcome import Outcome as RunOutcome
from tests.unit.deployment import KEY, OWNER, STUCK_AFTER
from tests.unit.erasing import erase, work
from tests.unit.in_memory_app import InMemoryApp


def test_a_run_that_claimed_before_cannot_publish_its_result(app: InMemoryApp) -> None:
    app.put(b"image three")
    claimed = app.pipeline.claim(KEY)
    result = app.pipeline.process(claimed)
    app.erase.run(claimed.id, owner=OWNER)
    assert work(app) == [Outcome.WAITING]
    assert app.pipeline.finalize(result) is RunOutcome.SUPERSEDED
    assert app.outputs.stored == {}
    assert app.store.images[claimed.id].erasing


def test_the_erasure_waits_until_runs_that_claimed_before_have_ended(app: InMemoryApp) -> None:
    app.put(b"image three")
    claimed = app.pipeline.claim(KEY)
    app.erase.run(claimed.id, owner=OWNER)
    work(app)
    app.pipeline.process(claimed)  # It stores outputs, and crashes.
    app.clock.advance(2 * STUCK_AFTER)
    app.sweep.run(NO_DEADLINE)
    assert work(app) == [Outcome.COMPLETED]
    assert app.outputs.stored == {}


def test_the_erasure_waits_until_a_cleanup_has_ended(app: InMemoryApp) -> None:
    app.put(b"image three")
    result = app.pipeline.process(app.pipeline.claim(KEY))
    _, committed = app.pipeline.commit(result)
    assert committed is not None
    stale = [output for output in app.outputs.stored if output not in result.written]
    app.erase.run(committed.id, owner=OWNER)
    assert work(app) == [Outcome.WAITING]
    app.retirement.retire(committed.id, stale)  # The cleanup read the record before the request.
    app.clock.advance(2 * STUCK_AFTER)
    app.sweep.run(NO_DEADLINE)
    assert work(app) == [Outcome.COMPLETED]
    assert stale
    assert app.retired.lists == {}


def test_the_sweep_sends_a_lost_request_again(app: InMemoryApp) -> None:
    image_id = app.image().id
    app.erase.run(image_id, owner=OWNER)
    app.erasure_queue.requests.clear()
    app.clock.advance(2 * STUCK_AFTER)
    app.sweep.run(NO_DEADLINE)
    assert app.erasure_queue.requests == [ErasureRequest(image_id=image_id)]


def test_an_erasure_that_runs_out_of_time_continues(app: InMemoryApp) -> None:
    app.erase.run(app.image().id, owner=OWNER)
    (request,) = app.erasure_queue.requests
    with pytest.raises(OutOfTime):
        app.erasures.run(request, NO_TIME)
    assert work(app) == [Outcome.COMPLETED]


def test_nothing_can_claim_the_record_meanwhile(app: InMemoryApp) -> None:
    source = app.put(b"image three")
    image = app.image()
    app.erase.run(image.id, owner=OWNER)
    assert app.reconcile(source) is RunOutcome.ERASING
    with pytest.raises(ImageErased):
        app.store.claim(image)


def test_a_late_event_does_not_bring_the_image_back(app: InMemoryApp) -> None:
    source = app.sources.objects[KEY].source
    tombstone = erase(app)
    for hint in (source, None):
        assert app.reconcile(hint) is RunOutcome.ERASED
    assert app.store.images[tombstone.id] == tombstone


def test_a_late_run_leaves_a_tombstone_without_personal_data(app: InMemoryApp) -> None:
    tombstone = erase(app)
    claimed = app.pipeline.claim(KEY)  # It looked at the record before the erasure.
    app.pipeline.finalize(app.pipeline.process(claimed))
    after = app.store.images[tombstone.id]
    assert (after.key, after.filename, after.status) == ("", "", Status.DELETED)
    with pytest.raises(ImageErased):
        app.lookup.read(tombstone.id, owner=OWNER)


def test_a_later_object_of_another_tool_is_a_new_image(app: InMemoryApp) -> None:
    tombstone = erase(app)
    assert app.reconcile(app.put(b"image new")) is RunOutcome.READY
    image = app.lookup.read(tombstone.id, owner=OWNER)
    assert (image.status, image.erasure, image.filename) == (Status.READY, None, keys.filename(KEY))
    assert image.metadata is None


def test_what_is_uploaded_with_the_erased_images_form_is_removed(app: InMemoryApp) -> None:
    tombstone = erase(app)
    source = app.sources.put(KEY, b"image new", form=tombstone.id)
    assert app.reconcile(source) is RunOutcome.ERASED
    assert app.sources.history == {}


def test_a_late_change_of_metadata_does_not_reach_a_new_image_under_the_key() -> None:
    app = InMemoryApp()
    app.reconcile(app.put(b"image one"))
    before = app.image()
    erase(app)
    app.reconcile(app.put(b"image three"))
    assert app.image().status is Status.READY
    assert not app.store.set_metadata(replace(before, metadata=ImageMetadata(alt="A person")))
    assert app.image().metadata is None
