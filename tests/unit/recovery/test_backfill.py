"""A backfill finds the objects to process and sends no more than the limit."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from chalicelib.domain.presets import Presets
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Image, Source, UploadRequest, VariantSpec
from chalicelib.processing.outcome import Outcome
from chalicelib.recovery.backfill import Backfill
from chalicelib.recovery.dispatch import Dispatch, Finding, Step
from tests.fakes import FakeBulkReader, FakeEventSender
from tests.unit.deployment import KEY, OWNER, SETTINGS, STUCK_AFTER
from tests.unit.in_memory_app import InMemoryApp


def backfill(app: InMemoryApp, bulk_reader: FakeBulkReader | None = None) -> Backfill:
    return Backfill(
        upload_prefix=SETTINGS.upload_prefix,
        records=app.records,
        presets=app.presets,
        sources=app.sources,
        bulk_reader=bulk_reader or FakeBulkReader(app.store),
        stuck_after=STUCK_AFTER,
        clock=app.clock,
    )


def findings(app: InMemoryApp) -> dict[str, Finding]:
    return {step.key: step.finding for step in backfill(app).steps(SETTINGS.upload_prefix)}


def dispatch(app: InMemoryApp, sender: FakeEventSender) -> Dispatch:
    return Dispatch(sender=sender, store=app.store, clock=app.clock)


def send(app: InMemoryApp, sender: FakeEventSender, *, limit: int = 100, after: str = "") -> list[Step]:
    return list(dispatch(app, sender).run(backfill(app).steps(SETTINGS.upload_prefix, after), limit))


def deliver(app: InMemoryApp, sender: FakeEventSender) -> list[Outcome]:
    return [app.reconcile(source, key) for key, source in sender.sent]


def images(app: InMemoryApp, number: int) -> list[str]:
    keys = [f"{SETTINGS.upload_prefix}{n:04}.jpg" for n in range(number)]
    for key in keys:
        app.put(b"image", key)
    return keys


def test_an_image_without_a_record_is_due(app: InMemoryApp) -> None:
    app.put(b"image")
    assert findings(app) == {KEY: Finding.DUE}


@pytest.mark.parametrize("content", [b"image", b"text"])
def test_a_processed_file_is_settled_even_if_it_is_not_an_image(app: InMemoryApp, content: bytes) -> None:
    app.reconcile(app.put(content))
    assert findings(app) == {KEY: Finding.SETTLED}


def test_an_image_that_was_overwritten_is_due(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image one"))
    app.put(b"image two")
    assert findings(app) == {KEY: Finding.DUE}


def test_an_image_uploaded_again_after_its_deletion_is_due(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    app.sources.delete(KEY)
    app.reconcile()
    app.put(b"image")
    assert findings(app) == {KEY: Finding.DUE}


def test_changed_presets_make_only_images_with_these_presets_due(app: InMemoryApp) -> None:
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg", variants=("large",)), owner=OWNER)
    app.reconcile(app.put(b"image", image.key), image.key)
    app.reconcile(app.put(b"image"))
    small, large = app.presets.presets
    app.presets = Presets(
        presets=(VariantSpec(name=small.name, width=9, height=9), large), default=("300x300",)
    )
    assert findings(app) == {KEY: Finding.DUE, image.key: Finding.SETTLED}


def test_an_image_that_is_being_processed_is_left_alone(app: InMemoryApp) -> None:
    app.put(b"image")
    app.pipeline.claim(KEY)
    assert findings(app) == {KEY: Finding.UNDER_WAY}


def test_only_uploads_below_the_prefix_are_scanned(app: InMemoryApp) -> None:
    for key in ("images/a/1.jpg", "images/a/", "images/b/1.jpg", "other/1.jpg"):
        app.put(b"image", key)
    steps = backfill(app).steps("images/a/")
    assert [step.key for step in steps] == ["images/a/1.jpg"]


def test_a_sent_image_becomes_ready_and_settled(app: InMemoryApp, sender: FakeEventSender) -> None:
    keys = images(app, 3)
    send(app, sender)
    assert deliver(app, sender) == [Outcome.READY] * 3
    assert findings(app) == dict.fromkeys(keys, Finding.SETTLED)


def test_an_image_processed_in_the_meantime_is_a_duplicate(app: InMemoryApp, sender: FakeEventSender) -> None:
    source = app.put(b"image")
    send(app, sender)
    app.reconcile(source)
    assert deliver(app, sender) == [Outcome.DUPLICATE]


@pytest.mark.parametrize("limit", [1, 2, 5, 6])
def test_the_limit_is_never_exceeded(app: InMemoryApp, sender: FakeEventSender, limit: int) -> None:
    keys = images(app, 7)
    steps = send(app, sender, limit=limit)
    assert sender.keys == keys[:limit]
    assert [step.finding for step in steps] == [Finding.SENT] * limit + [Finding.DUE]


def test_a_limit_that_is_just_high_enough_leaves_nothing_due(
    app: InMemoryApp, sender: FakeEventSender
) -> None:
    images(app, 3)
    assert {step.finding for step in send(app, sender, limit=3)} == {Finding.SENT}


def test_settled_images_do_not_count_against_the_limit(app: InMemoryApp, sender: FakeEventSender) -> None:
    keys = images(app, 5)
    for key in keys[:4]:
        app.reconcile(key=key)
    send(app, sender, limit=1)
    assert sender.keys == keys[4:]


@pytest.mark.parametrize("limit", [1, 3, 150])
def test_runs_that_continue_after_the_previous_one_send_each_key_once(
    app: InMemoryApp, sender: FakeEventSender, limit: int
) -> None:
    keys = images(app, 250)
    after = ""
    while steps := send(app, sender, limit=limit, after=after):
        after = [step.key for step in steps if step.finding is not Finding.DUE][-1]
    assert sender.keys == keys


def test_nothing_is_sent_before_its_step_is_requested(app: InMemoryApp, sender: FakeEventSender) -> None:
    keys = images(app, 5)
    steps = dispatch(app, sender).run(backfill(app).steps(SETTINGS.upload_prefix), 100)
    next(steps)
    next(steps)
    assert sender.keys == keys[:2]


def test_the_steps_sent_before_an_error_are_known(app: InMemoryApp) -> None:
    class Throttled(FakeEventSender):
        def send(self, key: str, source: Source | None) -> None:
            if len(self.sent) == 2:
                raise ServiceUnavailable("throttled")
            super().send(key, source)

    keys = images(app, 5)
    seen: list[str] = []
    with pytest.raises(ServiceUnavailable):
        # `extend` keeps the steps from before the error.
        seen.extend(
            step.key
            for step in dispatch(app, Throttled()).run(backfill(app).steps(SETTINGS.upload_prefix), 100)
        )
    assert seen == keys[:2]


def test_records_are_read_for_a_hundred_objects_at_a_time(app: InMemoryApp) -> None:
    asked: list[int] = []

    class Counting(FakeBulkReader):
        def find(self, image_ids: Sequence[str]) -> Mapping[str, Image]:
            asked.append(len(image_ids))
            return super().find(image_ids)

    images(app, 250)
    assert len(list(backfill(app, Counting(app.store)).steps(SETTINGS.upload_prefix))) == 250
    # Each object's record can have two ids.
    assert asked == [200, 200, 100]


def test_a_copied_output_is_rejected_once_and_then_settled(app: InMemoryApp, sender: FakeEventSender) -> None:
    app.put(b"image")
    app.sources.objects[KEY] = replace(app.sources.objects[KEY], is_output=True)
    send(app, sender)
    assert deliver(app, sender) == [Outcome.FAILED]
    assert findings(app) == {KEY: Finding.SETTLED}
