"""Each owner's events are processed within a share of the running work; others wait in a queue."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from chalicelib.domain.deadline import Deadline
from chalicelib.domain.fair_share import Shares
from chalicelib.models import InspectInput, Lease, UploadRequest
from chalicelib.processing.outcome import Outcome
from tests.fakes import START, FakeLeases
from tests.fakes.fair_share import Deferred
from tests.unit.deployment import EXECUTION_LIFETIME, KEY, OWNER
from tests.unit.processing.flood import DEADLINE_MS, SHARES, LimitedApp, event, process, running


class _OwnLeases(FakeLeases):
    def others(self, owner: str, now: datetime) -> Mapping[str, int]:
        raise AssertionError(f"counts the runs of others than {owner} at {now}")


@pytest.fixture
def app() -> LimitedApp:
    return LimitedApp()


def test_an_event_within_the_share_is_processed_at_once(app: LimitedApp) -> None:
    running(app, SHARES.per_owner - 1)
    assert process(app, event(app)) is Outcome.READY
    assert app.deferrals.sent == []


def test_an_event_over_the_share_is_deferred_and_its_object_is_not_read(app: LimitedApp) -> None:
    running(app, SHARES.per_owner)
    object_event = event(app)
    assert process(app, object_event) is Outcome.DEFERRED
    (sent,) = app.deferrals.sent
    assert sent == Deferred(key=KEY, source=object_event.source, owner=OWNER, deferrals=1, delay=sent.delay)
    assert 2 <= sent.delay <= 4
    assert app.outputs.list("images/") == []


def test_another_owner_is_not_deferred_though_one_owner_floods_the_stage(app: LimitedApp) -> None:
    running(app, SHARES.slots, "somebody else")
    assert process(app, event(app)) is Outcome.READY


@pytest.mark.parametrize(
    ("own", "others", "expected"),
    [
        (SHARES.per_owner - 1, 0, Outcome.READY),
        (SHARES.per_owner - 1, 1, Outcome.READY),
        (SHARES.per_owner - 1, 2, Outcome.DEFERRED),
        (0, 5, Outcome.READY),
        (SHARES.per_owner, 0, Outcome.READY),
        (SHARES.slots - 1, 0, Outcome.READY),
        (SHARES.slots, 0, Outcome.DEFERRED),
        (SHARES.per_owner, 1, Outcome.DEFERRED),
    ],
    ids=[
        *("within the share", "with another free slot", "without another one", "without runs"),
        *("alone", "alone with one free slot", "alone without", "not alone"),
    ],
)
def test_a_deferred_event_may_use_all_slots_while_nobody_else_has_any(
    app: LimitedApp, own: int, others: int, expected: Outcome
) -> None:
    object_event = event(app)
    running(app, own)
    running(app, others, "somebody else")
    assert process(app, object_event, deferrals=1) is expected


def test_a_run_has_a_lease_until_its_deadline_and_none_after_it(app: LimitedApp) -> None:
    leases: list[tuple[Lease, int]] = []

    def open_and_look(key: str) -> object:
        leases.extend(app.store.leases.values())
        return opened(key)

    object_event = event(app)
    opened = app.sources.open
    app.sources.open = open_and_look  # type: ignore[method-assign, assignment]
    process(app, object_event)
    assert leases == [(Lease(owner=OWNER, ends=START + timedelta(milliseconds=DEADLINE_MS)), 1)]
    assert app.store.leases == {}


def test_the_lease_of_a_crashed_run_ends_at_its_deadline(app: LimitedApp) -> None:
    running(app, SHARES.per_owner)
    object_event = event(app)
    assert process(app, object_event) is Outcome.DEFERRED
    app.clock.advance(timedelta(milliseconds=DEADLINE_MS))
    assert process(app, object_event, deferrals=1) is Outcome.READY


def test_the_lease_counts_for_the_owner_of_the_form(app: LimitedApp) -> None:
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner="alice")
    running(app, SHARES.per_owner, "alice")
    assert process(app, event(app, image.key)) is Outcome.DEFERRED
    assert app.deferrals.sent[0].owner == "alice"


def test_without_a_limit_nothing_is_counted(app: LimitedApp) -> None:
    app.shares = Shares(slots=4, per_owner=4)
    running(app, 100)
    assert process(app, event(app)) is Outcome.READY


def test_runs_that_supersede_each_other_all_count(app: LimitedApp) -> None:
    object_event = event(app)
    ends = START + timedelta(minutes=1)
    for _ in range(SHARES.per_owner):
        app.pipeline.claim(KEY, lease=Lease(owner=OWNER, ends=ends))
    assert process(app, object_event) is Outcome.DEFERRED


def test_two_floods_leave_a_slot_to_a_third_owner(app: LimitedApp) -> None:
    floods = ("flood", "other flood")
    running(app, SHARES.slots - 2, floods[0])
    running(app, 1, floods[1])
    for owner in floods:
        image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=owner)
        object_event = event(app, image.key)
        outcomes = [process(app, object_event, deferrals) for deferrals in (0, 1, 9)]
        assert outcomes == [Outcome.DEFERRED] * 3
    assert process(app, event(app)) is Outcome.READY


def test_the_others_are_counted_only_for_an_owner_with_more_than_the_assured_runs(app: LimitedApp) -> None:
    app.shares = Shares(slots=10, per_owner=5)
    running(app, app.shares.assured - 1)
    app.leases = _OwnLeases(app.store)
    assert process(app, event(app)) is Outcome.READY


def test_in_workflow_mode_an_event_over_the_share_starts_no_execution(app: LimitedApp) -> None:
    object_event = event(app)
    running(app, SHARES.per_owner)
    fair_share = app.fair_share(app.workflow_starter.reconcile)
    deadline = Deadline(lambda: DEADLINE_MS)
    assert fair_share.process(object_event, deadline) is Outcome.DEFERRED
    assert app.workflow.started == {}
    assert fair_share.process(object_event, deadline, deferrals=1) is Outcome.STARTED


def test_in_workflow_mode_the_execution_has_a_lease_until_it_must_have_ended(app: LimitedApp) -> None:
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner="alice")
    source = app.put(b"image", image.key)
    app.tasks.inspect(InspectInput(key=image.key, source=source, execution="an execution"))
    assert app.store.leases[image.id] == (Lease(owner="alice", ends=START + EXECUTION_LIFETIME), 1)
