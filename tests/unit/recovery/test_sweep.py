"""The sweep finishes records that got stuck."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

from msgspec.structs import replace

from chalicelib.domain.deadline import NO_DEADLINE, RESERVE_MS, Deadline
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Source, Status, StoredOutput, UploadRequest
from chalicelib.recovery.sweep import LIMIT, LONGEST_DEFERRAL, MAX_ATTEMPTS, SweepResult
from tests.fakes import FakeEventSender, FakeOutputStorage
from tests.unit.deployment import KEY, OWNER, STUCK_AFTER
from tests.unit.in_memory_app import InMemoryApp


def sweep_later(app: InMemoryApp) -> SweepResult:
    """Sweep once all records count as stuck, and make the runs that the sweep requests."""
    app.clock.advance(STUCK_AFTER + timedelta(seconds=1))
    result = app.sweep.run(NO_DEADLINE)
    with suppress(ServiceUnavailable):
        deliver(app)
    return result


def claim(app: InMemoryApp, key: str, owner: str) -> None:
    app.put(b"image", key)
    claimed = app.pipeline.claim(key)
    app.store.images[claimed.id] = replace(claimed, owner=owner)


def deliver(app: InMemoryApp) -> None:
    while app.sender.sent:
        key, source = app.sender.sent.pop(0)
        app.reconcile(source, key)


def test_a_crashed_run_is_retried(app: InMemoryApp) -> None:
    app.put(b"image")
    app.pipeline.claim(KEY)
    assert sweep_later(app) == SweepResult(recovered=1, postponed=0)
    assert app.image().status is Status.READY


def test_a_deferred_image_is_not_stuck_until_its_event_counts_as_lost(app: InMemoryApp) -> None:
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    app.put(b"image", image.key)
    app.store.defer(image, app.clock())
    assert sweep_later(app) == SweepResult(recovered=0, postponed=0)
    app.clock.advance(LONGEST_DEFERRAL)
    assert sweep_later(app) == SweepResult(recovered=1, postponed=0)
    assert app.image(image.key).status is Status.READY


def test_an_unused_form_is_left_alone(app: InMemoryApp) -> None:
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    assert sweep_later(app) == SweepResult(recovered=0, postponed=0)
    assert app.image(image.key) == image


def test_a_deletion_that_crashed_midway_is_finished(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    app.sources.delete(KEY)
    app.pipeline.claim(KEY)
    sweep_later(app)
    assert app.image().status is Status.DELETED
    assert app.outputs.stored == {}


def test_a_cleanup_that_crashed_midway_is_finished(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image one"))
    app.reconcile(app.put(b"image two"))
    image = app.image()
    app.retired.lists.clear()
    app.store.images[image.id] = replace(image, cleanup_pending=True)
    sweep_later(app)
    assert list(app.kept()) == [image.variants[0].key]
    assert not app.image().cleanup_pending


def test_a_run_that_has_just_started_is_left_alone(app: InMemoryApp) -> None:
    app.put(b"image")
    app.pipeline.claim(KEY)
    app.clock.advance(STUCK_AFTER - timedelta(seconds=1))
    assert app.sweep.run(NO_DEADLINE) == SweepResult(recovered=0, postponed=0)
    assert app.image().revision == 1


def test_an_image_that_crashes_every_run_is_given_up_in_the_end(app: InMemoryApp) -> None:
    source = app.put(b"image")
    for _ in range(MAX_ATTEMPTS):
        app.pipeline.claim(KEY)
    sweep_later(app)
    image = app.image()
    assert image.error is not None
    assert image.error.code == "processing_failed"
    assert (image.source, image.attempts) == (source, 0)


def test_a_record_that_cannot_be_recovered_now_does_not_block_the_others(app: InMemoryApp) -> None:
    class Throttled(FakeEventSender):
        def send(self, key: str, source: Source | None) -> None:
            if key == KEY:
                raise ServiceUnavailable("throttled")
            super().send(key, source)

    app.sender = Throttled()
    for key in (KEY, "images/dog.jpg"):
        app.put(b"image", key)
        app.pipeline.claim(key)
        app.clock.advance(timedelta(seconds=1))
    assert sweep_later(app) == SweepResult(recovered=1, postponed=1)
    assert app.image().status is Status.PROCESSING
    assert app.image("images/dog.jpg").status is Status.READY


def test_records_of_one_owner_do_not_starve_those_of_another(app: InMemoryApp) -> None:
    for number in range(LIMIT):
        claim(app, f"images/{number}.jpg", "alice")
        app.clock.advance(timedelta(seconds=1))
    claim(app, KEY, "bob")
    assert sweep_later(app) == SweepResult(recovered=LIMIT, postponed=0)
    assert app.image().status is Status.READY


def test_records_are_recovered_in_parallel(app: InMemoryApp) -> None:
    threads, both = set(), threading.Barrier(2, timeout=10)

    def resume(_: str) -> None:
        both.wait()
        threads.add(threading.get_ident())

    for key in (KEY, "images/dog.jpg"):
        claim(app, key, "alice")
    app.clock.advance(2 * STUCK_AFTER)
    with ThreadPoolExecutor(2) as pool:
        sweep = replace(app.sweep, resume=resume, run_all=pool.map)
        assert sweep.run(NO_DEADLINE) == SweepResult(recovered=2, postponed=0)
    assert len(threads) == 2


def test_a_cleanup_that_keeps_failing_moves_to_the_end_of_the_queue(app: InMemoryApp) -> None:
    class Refusing(FakeOutputStorage):
        def list(self, prefix: str) -> Sequence[StoredOutput]:
            raise ServiceUnavailable(prefix)

    app.reconcile(app.put(b"image"))
    app.store.images[app.image().id] = replace(app.image(), cleanup_pending=True)
    app.outputs = Refusing()
    assert sweep_later(app) == SweepResult(recovered=0, postponed=1)
    assert app.image().updated_at == app.clock()
    assert app.image().cleanup_pending


def test_the_sweep_stops_before_its_deadline(app: InMemoryApp) -> None:
    app.put(b"image")
    app.pipeline.claim(KEY)
    app.clock.advance(STUCK_AFTER + timedelta(seconds=1))
    assert app.sweep.run(Deadline(lambda: RESERVE_MS - 1)) == SweepResult(recovered=0, postponed=0)


def test_outputs_that_a_crashed_run_stored_after_another_had_finished_are_removed(app: InMemoryApp) -> None:
    app.put(b"image")
    slow = app.pipeline.claim(KEY)
    as_it_was = dict(app.sources.objects)
    app.sources.delete(KEY)
    app.reconcile()
    assert app.image().has_concurrent_claims
    app.sources.objects.update(as_it_was)
    app.pipeline.process(slow)
    app.sources.delete(KEY)
    assert app.outputs.stored != {}
    sweep_later(app)
    assert app.outputs.stored == {}
    assert not app.image().open


def test_an_image_without_concurrent_runs_needs_no_second_cleanup(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image one"))
    app.reconcile(app.put(b"image two"))
    assert not app.image().open
