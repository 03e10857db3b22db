"""What a redrive sends again."""

import pytest

from chalicelib.domain.s3_events import DeadLetter, ObjectEvent
from chalicelib.processing.pipeline import Outcome
from chalicelib.recovery.dispatch import Dispatch, Finding
from chalicelib.recovery.redrive import Redrive
from tests.fakes import FakeBulkReader, FakeEventSender
from tests.unit.deployment import KEY
from tests.unit.scene import Scene


@pytest.fixture
def scene() -> Scene:
    return Scene()


def give_up(scene: Scene, key: str = KEY) -> None:
    source = scene.put(b"image", key)
    scene.dead_letters.mark_failed(
        DeadLetter(object_events=(ObjectEvent(key=key, source=source),), reason="timed out")
    )


def redrive(scene: Scene, limit: int = 100) -> FakeEventSender:
    sender = FakeEventSender()
    for _ in Dispatch(sender=sender).run(Redrive(bulk_reader=FakeBulkReader(scene.store)).steps(), limit):
        pass
    return sender


def test_an_image_that_was_given_up_becomes_ready(scene: Scene) -> None:
    give_up(scene)
    [(key, source)] = redrive(scene).sent
    assert scene.reconcile(source, key) is Outcome.READY
    assert redrive(scene).sent == []


def test_what_failed_for_a_reason_of_its_own_is_not_sent(scene: Scene) -> None:
    scene.reconcile(scene.put(b"text"))
    scene.reconcile(scene.put(b"image", "images/dog.jpg"), "images/dog.jpg")
    assert redrive(scene).sent == []


def test_an_image_that_is_gone_by_now_ends_as_deleted(scene: Scene) -> None:
    give_up(scene)
    scene.sources.delete(KEY)
    [(key, source)] = redrive(scene).sent
    assert scene.reconcile(source, key) is Outcome.DELETED


def test_an_image_that_was_overwritten_is_rendered_as_it_is_now(scene: Scene) -> None:
    give_up(scene)
    newest = scene.put(b"image two")
    [(key, source)] = redrive(scene).sent
    assert scene.reconcile(source, key) is Outcome.READY
    assert scene.image().source == newest


def test_no_more_are_sent_than_the_limit(scene: Scene) -> None:
    keys = [f"images/{n}.jpg" for n in range(5)]
    for key in keys:
        give_up(scene, key)
    assert len(redrive(scene, limit=3).sent) == 3


def test_without_dispatch_nothing_is_sent(scene: Scene) -> None:
    give_up(scene)
    [step] = Redrive(bulk_reader=FakeBulkReader(scene.store)).steps()
    assert (step.key, step.finding) == (KEY, Finding.DUE)
