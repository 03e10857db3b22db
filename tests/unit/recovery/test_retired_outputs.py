"""Replaced outputs stay for the grace period, from the day that they were retired."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain.deadline import NO_DEADLINE
from chalicelib.domain.retirement import MAX_WAITING
from chalicelib.domain.transitions import CONTENT_REFUSED
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Failure, RetiredOutput, Status, StoredOutput
from tests.unit.deployment import GRACE, OWNER
from tests.unit.in_memory_app import InMemoryApp

SECOND = timedelta(seconds=1)


def replaced(app: InMemoryApp) -> StoredOutput:
    """Replace an image that is 30 days old; return the output that was retired."""
    app.sources.versioned = False
    app.reconcile(app.put(b"image one"))
    app.clock.advance(timedelta(days=30))
    app.reconcile(app.put(b"image two"))
    (retired,) = app.retired.outputs
    return retired


def sweep_after(app: InMemoryApp, time: timedelta) -> int:
    app.clock.advance(time)
    return app.sweep.run(NO_DEADLINE).ended


def test_an_output_that_is_30_days_old_stays_for_the_whole_grace_period(app: InMemoryApp) -> None:
    retired = replaced(app)
    assert sweep_after(app, GRACE - SECOND) == 0
    assert retired in app.outputs.stored
    assert sweep_after(app, 2 * SECOND) == 1
    assert [output.key for output in app.outputs.stored] == [app.image().variants[0].key]
    assert app.retired.lists == {}


def test_only_the_retired_version_of_a_key_that_is_used_again_is_removed(app: InMemoryApp) -> None:
    retired = replaced(app)
    app.reconcile(app.put(b"image one"))
    assert sweep_after(app, GRACE + SECOND) == 1
    [output] = app.outputs.stored
    assert output.key == retired.key == app.image().variants[0].key
    assert output != retired


def test_a_published_output_waits_on_if_its_record_was_restored_from_a_backup(app: InMemoryApp) -> None:
    app.sources.versioned = False
    app.reconcile(app.put(b"image one"))
    backup = app.image()
    app.reconcile(app.put(b"image two"))
    app.store.images[backup.id] = backup
    sweep_after(app, GRACE + SECOND)
    assert backup.variants[0].key in {output.key for output in app.outputs.stored}
    [waiting] = app.retired.get(backup.id)
    assert waiting.due_at == app.clock() + GRACE


def test_outputs_of_a_deleted_image_do_not_wait(app: InMemoryApp) -> None:
    replaced(app)
    app.delete.run(app.image().id, owner=OWNER)
    assert app.outputs.stored == {}
    assert app.retired.lists == {}


def test_outputs_of_a_rejected_image_do_not_wait(app: InMemoryApp) -> None:
    replaced(app)
    error = Failure(code=CONTENT_REFUSED, detail="d")
    refused = replace(app.image(), status=Status.FAILED, error=error, variants=(), cleanup_pending=True)
    app.store.create(refused)
    app.cleanup.finish(refused)
    assert app.outputs.stored == {}
    assert app.retired.lists == {}


@pytest.mark.parametrize("gone", [False, True])
def test_what_a_deletion_left_on_the_list_is_removed_when_the_list_is_due(
    app: InMemoryApp, *, gone: bool
) -> None:
    retired = replaced(app)
    later = RetiredOutput(output=replace(retired, version_id="late"), due_at=app.clock() + 2 * GRACE)
    image_id = app.image().id
    app.retired.lists[image_id] = (*app.retired.get(image_id), later)
    app.store.images[image_id] = replace(app.image(), status=Status.DELETED, variants=())
    if gone:
        del app.store.images[image_id]
    assert sweep_after(app, GRACE + SECOND) == 1
    assert app.retired.lists == {}


def test_a_second_cleanup_does_not_prolong_the_wait(app: InMemoryApp) -> None:
    replaced(app)
    [before] = app.retired.get(app.image().id)
    app.clock.advance(timedelta(days=1))
    app.store.images[app.image().id] = replace(app.image(), cleanup_pending=True)
    app.cleanup.finish(app.image())
    assert list(app.retired.get(app.image().id)) == [before]


def test_at_most_200_outputs_of_an_image_wait(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    outputs = [StoredOutput(key=f"v/ID/{number:016}/a.jpg", version_id="v") for number in range(250)]
    app.outputs.stored |= dict.fromkeys(outputs, b"")
    for output in outputs:
        app.clock.advance(SECOND)
        app.retirement.retire(app.image().id, [output])
    waiting = [each.output for each in app.retired.get(app.image().id)]
    assert waiting == outputs[-MAX_WAITING:]
    assert not set(outputs[:-MAX_WAITING]) & app.outputs.stored.keys()


def test_with_a_grace_period_of_zero_the_next_sweep_removes_outputs(app: InMemoryApp) -> None:
    app.grace = timedelta()
    retired = replaced(app)
    assert retired in app.outputs.stored
    assert sweep_after(app, SECOND) == 1
    assert retired not in app.outputs.stored


def test_outputs_that_are_retired_at_the_same_time_are_both_on_the_list(
    app: InMemoryApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (StoredOutput(key=f"v/ID/{each:016}/a.jpg", version_id="v") for each in range(2))
    others: Iterator[StoredOutput] = iter([second])
    read = app.retired.get

    def read_before_another_cleanup(image_id: str) -> object:
        listed = read(image_id)
        for other in others:
            app.retirement.retire(image_id, [other])
        return listed

    monkeypatch.setattr(app.retired, "get", read_before_another_cleanup)
    app.retirement.retire("ID", [first])
    assert app.retired.outputs == {first, second}


def test_a_list_that_keeps_changing_is_a_transient_error(
    app: InMemoryApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.retired, "replace", lambda *_: False)
    with pytest.raises(ServiceUnavailable):
        app.retirement.retire("ID", [StoredOutput(key="v/ID/0/a.jpg", version_id="v")])


def test_outputs_under_keys_of_earlier_releases_are_retired_by_the_next_run(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image one"))
    [variant] = app.image().variants
    old = StoredOutput(key=f"{app.image().key}/{variant.key.split('/', 2)[2]}", version_id="old")
    app.outputs.stored = {old: b"image one as 300x300"}
    record = replace(app.image(), variants=(replace(variant, key=old.key),))
    app.store.images[record.id] = record
    app.reprocess.run(record.id, owner=OWNER)
    app.reconcile()
    assert app.image().variants == (variant,)
    assert app.retired.outputs == {old}
    assert list(app.kept()) == [variant.key]
