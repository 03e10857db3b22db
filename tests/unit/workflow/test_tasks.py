"""The workflow's tasks, one rule at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from chalicelib.domain.presets import Presets
from chalicelib.errors import CorruptImage, ObjectNotFound
from chalicelib.models import ImageInfo, Next, Rendering, Status, VariantPlan, Work
from tests.fakes import FakeEngine
from tests.unit.deployment import KEY, PRESETS
from tests.unit.executions import execute, fail, finalize, inspect, render
from tests.unit.scene import Scene


@pytest.fixture
def scene() -> Scene:
    return Scene(presets=Presets(presets=PRESETS.presets, default=("300x300", "large")))


def started(scene: Scene, content: bytes) -> str:
    scene.workflow_starter.reconcile(KEY, scene.put(content))
    return list(scene.workflow.started)[-1]


def work_of(scene: Scene, name: str) -> Work:
    work = inspect(scene, name).work
    assert work is not None
    return work


def test_an_image_becomes_ready_variant_by_variant(scene: Scene) -> None:
    name = started(scene, b"image")
    assert execute(scene, name) == "ready"
    image = scene.image()
    assert (image.status, image.execution, image.revision) == (Status.READY, name, 1)
    assert [variant.name for variant in image.variants] == ["300x300", "large"]


def test_the_claim_names_the_execution_at_once(scene: Scene) -> None:
    name = started(scene, b"image")
    inspect(scene, name)
    assert (scene.image().status, scene.image().execution) == (Status.PROCESSING, name)


def test_a_file_that_is_no_image_is_not_rendered(scene: Scene) -> None:
    inspected = inspect(scene, started(scene, b"text"))
    assert (inspected.next, inspected.work) == (Next.FINALIZE, None)
    assert finalize(scene, inspected).outcome == "failed"
    assert scene.image().error is not None


def test_an_object_that_is_gone_is_not_rendered(scene: Scene) -> None:
    name = started(scene, b"image")
    scene.sources.delete(KEY)
    assert execute(scene, name) == "deleted"


def test_every_variant_is_made_from_the_version_that_was_inspected(scene: Scene) -> None:
    work = work_of(scene, started(scene, b"image one"))
    scene.put(b"image two")
    render(scene, work)
    assert set(scene.outputs.current().values()) == {b"image one as 300x300", b"image one as large"}


def test_without_versioning_an_overwritten_image_is_not_rendered(scene: Scene) -> None:
    scene.sources.versioned = False
    work = work_of(scene, started(scene, b"image one"))
    scene.put(b"image two")
    with pytest.raises(ObjectNotFound):
        render(scene, work)


def test_a_superseded_execution_ends_quietly_and_leaves_nothing(scene: Scene) -> None:
    inspected = inspect(scene, started(scene, b"image one"))
    assert inspected.work is not None
    parts = render(scene, inspected.work)
    assert execute(scene, started(scene, b"image two")) == "ready"
    before = scene.image()
    finalized = finalize(scene, inspected, parts)
    assert (finalized.next, finalized.outcome, finalized.result) == (Next.END, "superseded", None)
    assert scene.image() == before
    assert set(scene.outputs.current()) == {variant.key for variant in before.variants}


@dataclass
class FailsLarge(FakeEngine):
    """Finds only while it renders that an image is broken."""

    def render(
        self, content: bytes, info: ImageInfo, plans: Sequence[VariantPlan], only: str | None = None
    ) -> Rendering:
        if only == "large":
            raise CorruptImage("cut short")
        return super().render(content, info, plans, only)


def test_an_image_that_is_broken_within_fails_and_leaves_no_variant_behind(scene: Scene) -> None:
    scene.engine = FailsLarge()
    assert execute(scene, started(scene, b"image")) == "failed"
    error = scene.image().error
    assert error is not None
    assert error.code == "corrupt_image"
    assert scene.outputs.current() == {}
    assert not scene.image().open


def test_an_execution_that_cannot_go_on_ends_in_a_record_that_says_so(scene: Scene) -> None:
    name = started(scene, b"image")
    inspect(scene, name)
    fail(scene, name)
    error = scene.image().error
    assert error is not None
    assert error.code == "processing_failed"


def test_an_execution_that_died_before_its_claim_ends_in_a_record_all_the_same(scene: Scene) -> None:
    fail(scene, started(scene, b"image"))
    assert scene.image().status is Status.FAILED


def test_a_failure_about_an_older_version_is_left_to_the_newer_ones_execution(scene: Scene) -> None:
    name = started(scene, b"image one")
    inspect(scene, name)
    started(scene, b"image two")
    fail(scene, name)
    assert scene.image().status is Status.PROCESSING


def test_an_execution_that_was_declared_dead_while_it_lived_starts_over(scene: Scene) -> None:
    name = started(scene, b"image")
    inspected = inspect(scene, name)
    assert inspected.work is not None
    parts = render(scene, inspected.work)
    fail(scene, name)
    assert finalize(scene, inspected, parts).outcome == "disproved"
    assert execute(scene, list(scene.workflow.started)[-1]) == "ready"
