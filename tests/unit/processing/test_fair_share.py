"""Each owner's events are processed within a share of the running work; others wait in a queue."""

from datetime import timedelta

import pytest

from chalicelib.domain.deadline import Deadline
from chalicelib.domain.fair_share import Shares
from chalicelib.domain.s3_events import ObjectEvent
from chalicelib.models import Lease, Status, UploadRequest
from chalicelib.processing.outcome import Outcome
from tests.fakes import START
from tests.fakes.fair_share import Deferred
from tests.unit.deployment import KEY, OWNER
from tests.unit.in_memory_app import SHARES, InMemoryApp

DEADLINE_MS = 60_000


@pytest.fixture
def app() -> InMemoryApp:
    return InMemoryApp()


def running(app: InMemoryApp, number: int, owner: str = OWNER) -> None:
    """Let this many runs of an owner be in progress."""
    ends = app.clock() + timedelta(milliseconds=DEADLINE_MS)
    for _ in range(number):
        key = f"images/running-{len(app.store.leases)}.jpg"
        app.pipeline.claim(key, lease=Lease(owner=owner, ends=ends))


def event(app: InMemoryApp, key: str = KEY) -> ObjectEvent:
    return ObjectEvent(key=key, source=app.put(b"image", key))


def process(app: InMemoryApp, object_event: ObjectEvent, deferrals: int = 0) -> Outcome:
    return app.fair_share().process(object_event, Deadline(lambda: DEADLINE_MS), deferrals)


def test_an_event_within_the_share_is_processed_at_once(app: InMemoryApp) -> None:
    running(app, SHARES.per_owner - 1)
    assert process(app, event(app)) is Outcome.READY
    assert app.deferrals.sent == []


def test_an_event_over_the_share_is_deferred_and_its_object_is_not_read(app: InMemoryApp) -> None:
    running(app, SHARES.per_owner)
    object_event = event(app)
    assert process(app, object_event) is Outcome.DEFERRED
    (sent,) = app.deferrals.sent
    assert sent == Deferred(key=KEY, source=object_event.source, owner=OWNER, deferrals=1, delay=sent.delay)
    assert 2 <= sent.delay <= 4
    assert app.outputs.list("images/") == []


def test_another_owner_is_not_deferred_though_one_owner_floods_the_stage(app: InMemoryApp) -> None:
    running(app, SHARES.slots, "somebody else")
    assert process(app, event(app)) is Outcome.READY


@pytest.mark.parametrize(
    ("own", "others", "expected"),
    [
        (SHARES.per_owner - 1, 5, Outcome.READY),
        (SHARES.per_owner, 0, Outcome.READY),
        (SHARES.slots - 1, 0, Outcome.READY),
        (SHARES.slots, 0, Outcome.DEFERRED),
        (SHARES.per_owner, 1, Outcome.DEFERRED),
    ],
    ids=["within the share", "alone", "alone with one free slot", "alone without", "not alone"],
)
def test_a_deferred_event_may_use_all_slots_while_nobody_else_has_any(
    app: InMemoryApp, own: int, others: int, expected: Outcome
) -> None:
    object_event = event(app)
    running(app, own)
    running(app, others, "somebody else")
    assert process(app, object_event, deferrals=1) is expected


def test_a_run_has_a_lease_until_its_deadline_and_none_after_it(app: InMemoryApp) -> None:
    leases = []

    def open_and_look(key: str) -> object:
        leases.extend(app.store.leases.values())
        return opened(key)

    object_event = event(app)
    opened = app.sources.open
    app.sources.open = open_and_look  # type: ignore[method-assign, assignment]
    process(app, object_event)
    assert leases == [(Lease(owner=OWNER, ends=START + timedelta(milliseconds=DEADLINE_MS)), 1)]
    assert app.store.leases == {}


def test_the_lease_of_a_crashed_run_ends_at_its_deadline(app: InMemoryApp) -> None:
    running(app, SHARES.per_owner)
    object_event = event(app)
    assert process(app, object_event) is Outcome.DEFERRED
    app.clock.advance(timedelta(milliseconds=DEADLINE_MS))
    assert process(app, object_event, deferrals=1) is Outcome.READY


def test_the_lease_counts_for_the_owner_of_the_form(app: InMemoryApp) -> None:
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner="alice")
    running(app, SHARES.per_owner, "alice")
    assert process(app, event(app, image.key)) is Outcome.DEFERRED
    assert app.deferrals.sent[0].owner == "alice"


def test_a_deferred_image_is_processing_and_not_stuck(app: InMemoryApp) -> None:
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    running(app, SHARES.per_owner)
    process(app, event(app, image.key))
    deferred = app.image(image.key)
    assert (deferred.status, deferred.revision, deferred.attempts) == (Status.PROCESSING, 0, 0)
    stuck = app.store.stuck(START + timedelta(days=1), 100)
    assert image.id not in {each.id for each in stuck}


def test_an_event_is_deferred_for_longer_each_time_and_its_record_written_once(app: InMemoryApp) -> None:
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


def test_a_deferred_event_that_comes_twice_is_processed_once(app: InMemoryApp) -> None:
    object_event = event(app)
    assert process(app, object_event, deferrals=1) is Outcome.READY
    running(app, SHARES.slots)
    assert process(app, object_event, deferrals=1) is Outcome.DUPLICATE


def test_a_deferred_event_processes_the_object_that_has_replaced_its_own(app: InMemoryApp) -> None:
    running(app, SHARES.per_owner)
    old = event(app)
    process(app, old)
    new = app.put(b"image 2")
    assert process(app, old, deferrals=1) is Outcome.READY
    assert app.image().source == new
    assert process(app, ObjectEvent(key=KEY, source=new)) is Outcome.DUPLICATE


def test_a_deferred_event_about_an_object_that_was_deleted_meanwhile_makes_no_outputs(
    app: InMemoryApp,
) -> None:
    running(app, SHARES.per_owner)
    old = event(app)
    process(app, old)
    app.sources.delete(KEY)
    assert process(app, old, deferrals=1) is Outcome.DELETED
    assert app.outputs.list("images/") == []


def test_a_deferred_request_to_render_again_is_forced_when_it_comes_back(app: InMemoryApp) -> None:
    process(app, event(app))
    running(app, SHARES.per_owner)
    forced = ObjectEvent(key=KEY)
    assert process(app, forced) is Outcome.DEFERRED
    assert app.deferrals.sent[0].source is None
    assert app.image().status is Status.PROCESSING
    app.store.leases.clear()
    assert process(app, forced, deferrals=1) is Outcome.READY


def test_deleting_an_image_never_waits(app: InMemoryApp) -> None:
    process(app, event(app))
    running(app, SHARES.slots)
    app.delete.run(app.image().id, owner=OWNER)
    assert app.image().status is Status.DELETED


def test_without_a_limit_nothing_is_counted(app: InMemoryApp) -> None:
    app.shares = Shares(slots=4, per_owner=4)
    running(app, 100)
    assert process(app, event(app)) is Outcome.READY


def test_runs_that_supersede_each_other_all_count(app: InMemoryApp) -> None:
    object_event = event(app)
    ends = START + timedelta(minutes=1)
    for _ in range(SHARES.per_owner):
        app.pipeline.claim(KEY, lease=Lease(owner=OWNER, ends=ends))
    assert process(app, object_event) is Outcome.DEFERRED


def test_a_deferral_is_observed_and_is_no_run(app: InMemoryApp) -> None:
    running(app, SHARES.per_owner)
    app.observer.calls.clear()
    process(app, event(app))
    image_id, delay = app.image().id, app.deferrals.sent[0].delay
    assert app.observer.calls == [("deferred", image_id, KEY, 1, delay)]


def test_two_floods_get_their_shares_and_a_third_owner_finds_a_slot_as_soon_as_one_is_free(
    app: InMemoryApp,
) -> None:
    floods = ("flood", "other flood")
    for owner in floods:
        running(app, SHARES.per_owner, owner)
    for owner in floods:
        image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=owner)
        object_event = event(app, image.key)
        outcomes = [process(app, object_event, deferrals) for deferrals in (0, 1, 9)]
        assert outcomes == [Outcome.DEFERRED] * 3
    assert process(app, event(app)) is Outcome.READY


def test_in_workflow_mode_an_event_over_the_share_starts_no_execution(app: InMemoryApp) -> None:
    object_event = event(app)
    running(app, SHARES.per_owner)
    fair_share = app.fair_share(app.workflow_starter.reconcile)
    deadline = Deadline(lambda: DEADLINE_MS)
    assert fair_share.process(object_event, deadline) is Outcome.DEFERRED
    assert app.workflow.started == {}
    assert fair_share.process(object_event, deadline, deferrals=1) is Outcome.STARTED
