"""A deferred event is processed later, with the object as it is then."""

from datetime import timedelta

import pytest

from chalicelib.domain.s3_events import ObjectEvent
from chalicelib.models import Status, UploadRequest
from chalicelib.processing.outcome import Outcome
from tests.fakes import START
from tests.unit.deployment import KEY, OWNER
from tests.unit.processing.flood import SHARES, LimitedApp, event, process, running


@pytest.fixture
def app() -> LimitedApp:
    return LimitedApp()


def test_a_deferred_image_is_processing_and_not_stuck(app: LimitedApp) -> None:
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    running(app, SHARES.per_owner)
    process(app, event(app, image.key))
    deferred = app.image(image.key)
    assert (deferred.status, deferred.revision, deferred.attempts) == (Status.PROCESSING, 0, 0)
    stuck = app.store.stuck(START + timedelta(days=1), 100)
    assert image.id not in {each.id for each in stuck}


def test_an_event_is_deferred_for_longer_each_time_and_its_record_written_once(app: LimitedApp) -> None:
    object_event = event(app)
    running(app, SHARES.per_owner)
    running(app, 1, "somebody else")
    process(app, object_event)
    before = app.image()
    app.clock.advance(timedelta(seconds=9))
    process(app, object_event, deferrals=1)
    process(app, object_event, deferrals=9)
    assert [each.deferrals for each in app.deferrals.sent] == [1, 2, 10]
    assert app.deferrals.sent[0].delay < app.deferrals.sent[1].delay < app.deferrals.sent[2].delay
    assert app.image() == before


def test_a_deferred_event_that_comes_twice_is_processed_once(app: LimitedApp) -> None:
    object_event = event(app)
    assert process(app, object_event, deferrals=1) is Outcome.READY
    running(app, SHARES.slots)
    assert process(app, object_event, deferrals=1) is Outcome.DUPLICATE


def test_a_deferred_event_processes_the_object_that_has_replaced_its_own(app: LimitedApp) -> None:
    running(app, SHARES.per_owner)
    old = event(app)
    process(app, old)
    new = app.put(b"image 2")
    assert process(app, old, deferrals=1) is Outcome.READY
    assert app.image().source == new
    assert process(app, ObjectEvent(key=KEY, source=new)) is Outcome.DUPLICATE


def test_a_deferred_event_about_an_object_that_was_deleted_meanwhile_makes_no_outputs(
    app: LimitedApp,
) -> None:
    running(app, SHARES.per_owner)
    old = event(app)
    process(app, old)
    app.sources.delete(KEY)
    assert process(app, old, deferrals=1) is Outcome.DELETED
    assert app.outputs.list("images/") == []


def test_a_deferred_request_to_render_again_is_forced_when_it_comes_back(app: LimitedApp) -> None:
    process(app, event(app))
    running(app, SHARES.per_owner)
    app.reprocess.run(app.image().id, owner=OWNER)
    forced = ObjectEvent(key=KEY)
    assert process(app, forced) is Outcome.DEFERRED
    assert app.deferrals.sent[0].source is None
    assert app.image().status is Status.PROCESSING
    app.store.leases.clear()
    assert process(app, forced, deferrals=1) is Outcome.READY


def test_deleting_an_image_never_waits(app: LimitedApp) -> None:
    process(app, event(app))
    running(app, SHARES.slots)
    app.delete.run(app.image().id, owner=OWNER)
    assert app.image().status is Status.DELETED


def test_a_deferral_is_observed_and_is_no_run(app: LimitedApp) -> None:
    running(app, SHARES.per_owner)
    app.observer.calls.clear()
    process(app, event(app))
    image_id, delay = app.image().id, app.deferrals.sent[0].delay
    assert app.observer.calls == [("deferred", image_id, KEY, 1, delay)]
