"""What becomes of an event that Lambda has given up on."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from chalicelib.domain.s3_events import DeadLetter, ObjectEvent
from chalicelib.models import Image, ImageInfo, Rendering, Source, Status, VariantPlan
from chalicelib.processing.pipeline import Outcome
from tests.fakes import FakeEngine, FakeImageStore
from tests.unit.deployment import KEY
from tests.unit.scene import Scene


@pytest.fixture
def scene() -> Scene:
    return Scene()


def dead_letter(source: Source | None, key: str = KEY) -> DeadLetter:
    return DeadLetter(
        object_events=(ObjectEvent(key=key, source=source),), reason="Task timed out after 60 seconds"
    )


def test_an_image_that_every_attempt_died_over_is_marked_failed(scene: Scene) -> None:
    source = scene.put(b"image")
    scene.pipeline.claim(KEY)
    scene.dead_letters.mark_failed(dead_letter(source))
    image = scene.image()
    assert image.status is Status.FAILED
    assert image.error is not None
    assert image.error.code == "processing_failed"
    assert "timed out" not in image.error.detail


def test_an_image_whose_event_died_before_its_claim_is_marked_failed(scene: Scene) -> None:
    scene.reconcile(scene.put(b"image one"))
    source = scene.put(b"image two")
    scene.dead_letters.mark_failed(dead_letter(source))
    image = scene.image()
    assert (image.status, image.source) == (Status.FAILED, source)
    assert scene.outputs.current() == {}


def test_an_image_that_is_ready_for_this_version_stays_ready(scene: Scene) -> None:
    source = scene.put(b"image")
    scene.reconcile(source)
    before = scene.image()
    scene.dead_letters.mark_failed(dead_letter(source))
    assert scene.image() == before


def test_a_letter_about_an_older_version_says_nothing_of_the_newer_one(scene: Scene) -> None:
    old = scene.put(b"image one")
    scene.put(b"image two")
    scene.pipeline.claim(KEY)
    scene.dead_letters.mark_failed(dead_letter(old))
    assert scene.image().status is Status.PROCESSING


def test_a_removal_that_nobody_could_process_still_removes(scene: Scene) -> None:
    scene.reconcile(scene.put(b"image"))
    scene.sources.delete(KEY)
    scene.dead_letters.mark_failed(dead_letter(None))
    assert scene.image().status is Status.DELETED
    assert scene.outputs.stored == {}


def test_a_removal_of_what_is_deleted_already_changes_nothing(scene: Scene) -> None:
    scene.reconcile(scene.put(b"image"))
    scene.sources.delete(KEY)
    scene.reconcile()
    before = scene.image()
    scene.dead_letters.mark_failed(dead_letter(None))
    assert scene.image() == before


def test_a_given_up_image_is_tried_again_when_its_event_is_put_back(scene: Scene) -> None:
    source = scene.put(b"image")
    scene.dead_letters.mark_failed(dead_letter(source))
    assert scene.reconcile(source) is Outcome.READY


def test_a_second_letter_leaves_a_given_up_image_as_it_is(scene: Scene) -> None:
    source = scene.put(b"image")
    scene.dead_letters.mark_failed(dead_letter(source))
    before = scene.image()
    scene.dead_letters.mark_failed(dead_letter(source))
    assert scene.image() == before


def test_a_run_that_was_declared_dead_while_it_lived_wins_after_all(scene: Scene) -> None:
    @dataclass
    class DeclaredDead(FakeEngine):
        alive: bool = True

        def render(
            self, content: bytes, info: ImageInfo, plans: Sequence[VariantPlan], only: str | None = None
        ) -> Rendering:
            if self.alive:
                self.alive = False
                scene.dead_letters.mark_failed(dead_letter(source))
            return super().render(content, info, plans, only)

    scene.engine = DeclaredDead()
    source = scene.put(b"image")
    assert scene.reconcile(source) is Outcome.READY
    assert list(scene.outputs.current()) == [scene.image().variants[0].key]


@dataclass
class Overtaken(FakeImageStore):
    """Right after the first look at a record, somebody else finishes it."""

    scene: Scene = field(default_factory=Scene)
    source: Source | None = None

    def get(self, image_id: str) -> Image | None:
        seen = super().get(image_id)
        if self.source is not None:
            source, self.source = self.source, None
            self.scene.reconcile(source)
        return seen


def test_a_result_that_came_between_look_and_claim_is_restored(scene: Scene) -> None:
    source = scene.put(b"image")
    scene.store = Overtaken(scene=scene, source=source)
    scene.dead_letters.mark_failed(dead_letter(source))
    image = scene.image()
    assert (image.status, image.revision) == (Status.READY, 2)
    assert list(scene.outputs.current()) == [image.variants[0].key]


def test_keys_that_are_no_uploads_are_ignored(scene: Scene) -> None:
    scene.dead_letters.mark_failed(dead_letter(None, "other/x.jpg"))
    assert scene.store.images == {}
