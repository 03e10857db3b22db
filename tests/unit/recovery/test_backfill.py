"""What a backfill finds, and that it sends no more than allowed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from chalicelib.domain.presets import Presets
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Image, Source, UploadRequest, VariantSpec
from chalicelib.processing.pipeline import Outcome
from chalicelib.recovery.backfill import Backfill
from chalicelib.recovery.dispatch import Dispatch, Finding, Step
from tests.fakes import FakeBulkReader, FakeEventSender
from tests.unit.deployment import KEY, OWNER, SETTINGS
from tests.unit.scene import Scene


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def sender() -> FakeEventSender:
    return FakeEventSender()


def backfill(scene: Scene, bulk_reader: FakeBulkReader | None = None) -> Backfill:
    return Backfill(
        upload_prefix=SETTINGS.upload_prefix,
        presets=scene.presets,
        sources=scene.sources,
        bulk_reader=bulk_reader or FakeBulkReader(scene.store),
    )


def findings(scene: Scene) -> dict[str, Finding]:
    return {step.key: step.finding for step in backfill(scene).steps(SETTINGS.upload_prefix)}


def send(scene: Scene, sender: FakeEventSender, *, limit: int = 100, after: str = "") -> list[Step]:
    return list(Dispatch(sender=sender).run(backfill(scene).steps(SETTINGS.upload_prefix, after), limit))


def deliver(scene: Scene, sender: FakeEventSender) -> list[Outcome]:
    return [scene.reconcile(source, key) for key, source in sender.sent]


def images(scene: Scene, number: int) -> list[str]:
    keys = [f"{SETTINGS.upload_prefix}{n:04}.jpg" for n in range(number)]
    for key in keys:
        scene.put(b"image", key)
    return keys


def test_an_image_without_a_record_is_due(scene: Scene) -> None:
    scene.put(b"image")
    assert findings(scene) == {KEY: Finding.DUE}


@pytest.mark.parametrize("content", [b"image", b"text"])
def test_a_processed_file_is_settled_even_if_it_is_not_an_image(scene: Scene, content: bytes) -> None:
    scene.reconcile(scene.put(content))
    assert findings(scene) == {KEY: Finding.SETTLED}


def test_an_image_that_was_overwritten_is_due(scene: Scene) -> None:
    scene.reconcile(scene.put(b"image one"))
    scene.put(b"image two")
    assert findings(scene) == {KEY: Finding.DUE}


def test_an_image_that_came_back_after_its_deletion_is_due(scene: Scene) -> None:
    scene.reconcile(scene.put(b"image"))
    scene.sources.delete(KEY)
    scene.reconcile()
    scene.put(b"image")
    assert findings(scene) == {KEY: Finding.DUE}


def test_changed_presets_make_only_those_images_due_that_have_them(scene: Scene) -> None:
    image, _ = scene.upload_forms.create(UploadRequest(filename="cat.jpg", variants=("large",)), owner=OWNER)
    scene.reconcile(scene.put(b"image", image.key), image.key)
    scene.reconcile(scene.put(b"image"))
    small, large = scene.presets.presets
    scene.presets = Presets(
        presets=(VariantSpec(name=small.name, width=9, height=9), large), default=("300x300",)
    )
    assert findings(scene) == {KEY: Finding.DUE, image.key: Finding.SETTLED}


def test_an_image_that_is_being_processed_is_left_alone(scene: Scene) -> None:
    scene.put(b"image")
    scene.pipeline.claim(KEY)
    assert findings(scene) == {KEY: Finding.UNDER_WAY}


def test_only_uploads_below_the_prefix_are_looked_at(scene: Scene) -> None:
    for key in ("images/a/1.jpg", "images/a/", "images/b/1.jpg", "other/1.jpg"):
        scene.put(b"image", key)
    steps = backfill(scene).steps("images/a/")
    assert [step.key for step in steps] == ["images/a/1.jpg"]


def test_what_is_sent_becomes_ready_and_is_then_settled(scene: Scene, sender: FakeEventSender) -> None:
    keys = images(scene, 3)
    send(scene, sender)
    assert deliver(scene, sender) == [Outcome.READY] * 3
    assert findings(scene) == dict.fromkeys(keys, Finding.SETTLED)


def test_what_was_processed_meanwhile_is_recognised_as_a_duplicate(
    scene: Scene, sender: FakeEventSender
) -> None:
    source = scene.put(b"image")
    send(scene, sender)
    scene.reconcile(source)
    assert deliver(scene, sender) == [Outcome.DUPLICATE]


@pytest.mark.parametrize("limit", [1, 2, 5, 6])
def test_the_limit_is_never_exceeded(scene: Scene, sender: FakeEventSender, limit: int) -> None:
    keys = images(scene, 7)
    steps = send(scene, sender, limit=limit)
    assert sender.keys == keys[:limit]
    assert [step.finding for step in steps] == [Finding.SENT] * limit + [Finding.DUE]


def test_a_limit_that_is_just_enough_leaves_nothing_due(scene: Scene, sender: FakeEventSender) -> None:
    images(scene, 3)
    assert {step.finding for step in send(scene, sender, limit=3)} == {Finding.SENT}


def test_settled_images_do_not_count_against_the_limit(scene: Scene, sender: FakeEventSender) -> None:
    keys = images(scene, 5)
    for key in keys[:4]:
        scene.reconcile(key=key)
    send(scene, sender, limit=1)
    assert sender.keys == keys[4:]


@pytest.mark.parametrize("limit", [1, 3, 150])
def test_runs_that_go_on_where_the_last_one_stopped_send_each_key_once(
    scene: Scene, sender: FakeEventSender, limit: int
) -> None:
    keys = images(scene, 250)
    after = ""
    while steps := send(scene, sender, limit=limit, after=after):
        after = [step.key for step in steps if step.finding is not Finding.DUE][-1]
    assert sender.keys == keys


def test_nothing_is_sent_before_its_step_is_asked_for(scene: Scene, sender: FakeEventSender) -> None:
    keys = images(scene, 5)
    steps = Dispatch(sender=sender).run(backfill(scene).steps(SETTINGS.upload_prefix), 100)
    next(steps)
    next(steps)
    assert sender.keys == keys[:2]


def test_what_was_sent_before_a_fault_is_known(scene: Scene) -> None:
    class Throttled(FakeEventSender):
        def send(self, key: str, source: Source | None) -> None:
            if len(self.sent) == 2:
                raise ServiceUnavailable("throttled")
            super().send(key, source)

    keys = images(scene, 5)
    seen: list[str] = []
    with pytest.raises(ServiceUnavailable):
        # extend keeps what came before the fault
        seen.extend(
            step.key
            for step in Dispatch(sender=Throttled()).run(backfill(scene).steps(SETTINGS.upload_prefix), 100)
        )
    assert seen == keys[:2]


def test_records_are_read_a_hundred_at_a_time(scene: Scene) -> None:
    asked: list[int] = []

    class Counting(FakeBulkReader):
        def find(self, image_ids: Sequence[str]) -> Mapping[str, Image]:
            asked.append(len(image_ids))
            return super().find(image_ids)

    images(scene, 250)
    assert len(list(backfill(scene, Counting(scene.store)).steps(SETTINGS.upload_prefix))) == 250
    assert asked == [100, 100, 50]


def test_a_copied_output_is_refused_once_and_then_left_alone(scene: Scene, sender: FakeEventSender) -> None:
    scene.put(b"image")
    scene.sources.objects[KEY] = replace(scene.sources.objects[KEY], is_output=True)
    send(scene, sender)
    assert deliver(scene, sender) == [Outcome.FAILED]
    assert findings(scene) == {KEY: Finding.SETTLED}
