"""What the sweep takes up again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.deadline import NO_DEADLINE, RESERVE_MS, Deadline
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Status, StoredOutput, UploadRequest
from chalicelib.processing.pipeline import Outcome
from chalicelib.recovery.sweep import MAX_ATTEMPTS, SweepResult
from tests.fakes import FakeOutputStorage, FakeSourceObject, FakeSourceStorage
from tests.unit.deployment import KEY, OWNER, STUCK_AFTER
from tests.unit.scene import Scene


@pytest.fixture
def scene() -> Scene:
    return Scene()


def sweep_later(scene: Scene) -> SweepResult:
    scene.clock.advance(STUCK_AFTER + timedelta(seconds=1))
    return scene.sweep.run(NO_DEADLINE)


def test_a_run_that_died_is_taken_up_again(scene: Scene) -> None:
    scene.put(b"image")
    scene.pipeline.claim(KEY)
    assert sweep_later(scene) == SweepResult(recovered=1, postponed=0)
    assert scene.image().status is Status.READY


def test_an_upload_whose_event_never_came_is_processed(scene: Scene) -> None:
    image, _ = scene.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    scene.put(b"image", image.key)
    sweep_later(scene)
    assert scene.image(image.key).status is Status.READY


def test_a_form_that_was_never_used_expires(scene: Scene) -> None:
    image, _ = scene.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    sweep_later(scene)
    expired = scene.image(image.key)
    assert expired.status is Status.FAILED
    assert expired.error is not None
    assert expired.error.code == "upload_expired"
    assert expired.expires_at is not None


def test_a_file_that_comes_after_its_form_expired_is_processed_all_the_same(scene: Scene) -> None:
    image, _ = scene.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    sweep_later(scene)
    source = scene.put(b"image", image.key)
    assert scene.reconcile(source, image.key) is Outcome.READY
    assert scene.image(image.key).expires_at is None


def test_a_deletion_that_died_half_way_is_finished(scene: Scene) -> None:
    scene.reconcile(scene.put(b"image"))
    scene.sources.delete(KEY)
    scene.pipeline.claim(KEY)
    sweep_later(scene)
    assert scene.image().status is Status.DELETED
    assert scene.outputs.stored == {}


def test_a_cleanup_that_died_half_way_is_finished(scene: Scene) -> None:
    scene.reconcile(scene.put(b"image one"))
    scene.reconcile(scene.put(b"image two"))
    image = scene.image()
    scene.outputs.retired.clear()
    scene.store.images[image.id] = replace(image, cleanup_pending=True)
    sweep_later(scene)
    assert list(scene.outputs.current()) == [image.variants[0].key]
    assert not scene.image().cleanup_pending


def test_what_has_only_just_begun_is_left_alone(scene: Scene) -> None:
    scene.put(b"image")
    scene.pipeline.claim(KEY)
    scene.clock.advance(STUCK_AFTER - timedelta(seconds=1))
    assert scene.sweep.run(NO_DEADLINE) == SweepResult(recovered=0, postponed=0)
    assert scene.image().revision == 1


def test_an_image_that_kills_whoever_touches_it_is_given_up_in_the_end(scene: Scene) -> None:
    source = scene.put(b"image")
    for _ in range(MAX_ATTEMPTS):
        scene.pipeline.claim(KEY)
    sweep_later(scene)
    image = scene.image()
    assert image.error is not None
    assert image.error.code == "processing_failed"
    assert (image.source, image.attempts) == (source, 0)


def test_one_record_that_cannot_be_healed_now_holds_up_no_other(scene: Scene) -> None:
    class Flaky(FakeSourceStorage):
        def open(self, key: str) -> FakeSourceObject:
            if key == KEY:
                raise ServiceUnavailable("throttled")
            return super().open(key)

    scene.sources = Flaky(scene.clock)
    for key in (KEY, "images/dog.jpg"):
        scene.put(b"image", key)
        scene.pipeline.claim(key)
        scene.clock.advance(timedelta(seconds=1))
    assert sweep_later(scene) == SweepResult(recovered=1, postponed=1)
    assert scene.image().status is Status.PROCESSING
    assert scene.image("images/dog.jpg").status is Status.READY


def test_a_cleanup_that_aws_refuses_again_and_again_moves_to_the_end_of_the_line(scene: Scene) -> None:
    class Refusing(FakeOutputStorage):
        def list(self, prefix: str) -> Sequence[StoredOutput]:
            raise ServiceUnavailable(prefix)

    scene.reconcile(scene.put(b"image"))
    scene.store.images[scene.image().id] = replace(scene.image(), cleanup_pending=True)
    scene.outputs = Refusing()
    assert sweep_later(scene) == SweepResult(recovered=0, postponed=1)
    assert scene.image().updated_at == scene.clock()
    assert scene.image().cleanup_pending


def test_the_sweep_stops_while_there_is_time_to_say_so(scene: Scene) -> None:
    scene.put(b"image")
    scene.pipeline.claim(KEY)
    scene.clock.advance(STUCK_AFTER + timedelta(seconds=1))
    assert scene.sweep.run(Deadline(lambda: RESERVE_MS - 1)) == SweepResult(recovered=0, postponed=0)


def test_what_a_run_stored_before_it_died_is_cleared_although_another_had_finished(scene: Scene) -> None:
    scene.put(b"image")
    slow = scene.pipeline.claim(KEY)
    as_it_was = dict(scene.sources.objects)
    scene.sources.delete(KEY)
    scene.reconcile()
    assert scene.image().has_concurrent_claims
    scene.sources.objects.update(as_it_was)
    scene.pipeline.process(slow)
    scene.sources.delete(KEY)
    assert scene.outputs.stored != {}
    sweep_later(scene)
    assert scene.outputs.stored == {}
    assert not scene.image().open


def test_an_image_that_nobody_else_touched_needs_no_second_cleanup(scene: Scene) -> None:
    scene.reconcile(scene.put(b"image one"))
    scene.reconcile(scene.put(b"image two"))
    assert not scene.image().open
