"""Content moderation, in both modes."""

from collections.abc import Callable

import pytest

from chalicelib.config.enums import Disposal
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.models import Label, Status
from chalicelib.processing.moderation import Moderation
from tests.fakes import FakeEngine, FakeModerator
from tests.unit.deployment import KEY, OWNER
from tests.unit.executions import execute
from tests.unit.imaging.samples import opened
from tests.unit.scene import Scene
from tests.unit.workflow.test_same_result_as_direct_mode import encoded, noise

NUDITY = Label(name="Exposed Buttocks", confidence=91.5, groups=("Explicit Nudity",))
Run = Callable[[Scene], object]


def scene_with(
    moderator: FakeModerator,
    *,
    threshold: int = 80,
    labels: tuple[str, ...] = (),
    disposal: Disposal = Disposal.KEEP,
) -> Scene:
    engine = FakeEngine()
    moderation = Moderation(moderator=moderator, engine=engine, threshold=threshold, labels=labels)
    return Scene(engine=engine, moderation=moderation, disposal=disposal)


def directly(scene: Scene) -> None:
    scene.reconcile()


def by_workflow(scene: Scene) -> None:
    scene.workflow_starter.reconcile(KEY)
    execute(scene, list(scene.workflow.started)[-1])


BOTH_MODES = pytest.mark.parametrize("run", [directly, by_workflow])


@BOTH_MODES
def test_an_image_in_which_nothing_is_found_becomes_ready(run: Run) -> None:
    moderator = FakeModerator()
    scene = scene_with(moderator)
    source = scene.put(b"image")
    run(scene)
    assert scene.image().status is Status.READY
    assert moderator.asked == [(KEY, source)]


@BOTH_MODES
def test_a_refused_image_fails_and_its_outputs_are_never_written(run: Run) -> None:
    scene = scene_with(FakeModerator([NUDITY]))
    scene.put(b"image")
    run(scene)
    error = scene.image().error
    assert error is not None
    assert error.code == "content_refused"
    assert "Exposed Buttocks" in error.detail
    assert scene.outputs.puts == 0
    assert KEY in scene.sources.objects


@BOTH_MODES
def test_what_is_no_image_is_not_moderated(run: Run) -> None:
    moderator = FakeModerator()
    scene = scene_with(moderator)
    scene.put(b"text")
    run(scene)
    assert moderator.asked == []


@pytest.mark.parametrize(
    ("threshold", "labels", "status"),
    [
        (91, (), Status.FAILED),
        (92, (), Status.READY),
        (80, ("Exposed Buttocks",), Status.FAILED),
        (80, ("Explicit Nudity", "Violence"), Status.FAILED),
        (80, ("Violence",), Status.READY),
    ],
)
def test_only_labels_that_are_configured_and_sure_enough_count(
    threshold: int, labels: tuple[str, ...], status: Status
) -> None:
    scene = scene_with(FakeModerator([NUDITY]), threshold=threshold, labels=labels)
    scene.put(b"image")
    scene.reconcile()
    assert scene.image().status is status


@BOTH_MODES
def test_a_refused_source_is_deleted_for_good_and_the_record_still_says_why(run: Run) -> None:
    scene = scene_with(FakeModerator([NUDITY]), disposal=Disposal.DELETE)
    scene.put(b"image")
    run(scene)
    assert (scene.sources.objects, scene.sources.history) == ({}, {})
    scene.reconcile()
    image = scene.image()
    assert (image.status, image.error and image.error.code) == (Status.FAILED, "content_refused")
    assert not image.open


@BOTH_MODES
def test_a_refused_source_is_put_aside(run: Run) -> None:
    scene = scene_with(FakeModerator([NUDITY]), disposal=Disposal.QUARANTINE)
    scene.put(b"image")
    run(scene)
    assert list(scene.sources.objects) == [f"quarantine/{KEY}"]


def test_a_newer_version_is_not_taken_away_with_the_refused_one() -> None:
    scene = scene_with(FakeModerator([NUDITY]), disposal=Disposal.DELETE)
    scene.put(b"image one")
    result = scene.pipeline.process(scene.pipeline.claim(KEY))
    scene.pipeline.commit(result)
    newer = scene.put(b"image two")
    scene.pipeline.after_commit(result.image)
    assert scene.sources.objects[KEY].source == newer


def test_a_source_that_could_not_be_taken_away_at_once_is_taken_by_the_duplicate_or_the_sweep() -> None:
    scene = scene_with(FakeModerator([NUDITY]), disposal=Disposal.DELETE)
    source = scene.put(b"image")
    scene.pipeline.commit(scene.pipeline.process(scene.pipeline.claim(KEY)))
    assert scene.image().open
    scene.reconcile(source)
    assert scene.sources.objects == {}
    assert not scene.image().open


def test_a_refused_image_can_be_deleted() -> None:
    scene = scene_with(FakeModerator([NUDITY]), disposal=Disposal.DELETE)
    scene.put(b"image")
    scene.reconcile()
    scene.delete.run(scene.image().id, owner=OWNER)
    assert scene.image().status is Status.DELETED


@pytest.mark.parametrize(
    ("size", "shown"), [((900, 600), (900, 600)), ((4000, 20), (1600, 80)), ((30, 40), (80, 80))]
)
def test_the_preview_is_a_jpeg_that_rekognition_takes(size: tuple[int, int], shown: tuple[int, int]) -> None:
    engine, moderator = PillowEngine(Limits()), FakeModerator()
    moderation = Moderation(moderator=moderator, engine=engine, threshold=80)
    content = encoded([noise("RGBA", size)], "PNG")
    scene = Scene(engine=engine, moderation=moderation, max_upload_bytes=len(content))
    scene.put(content)
    scene.reconcile()
    (preview,) = moderator.seen
    image = opened(preview)
    assert (image.format, image.size) == ("JPEG", shown)
    assert len(preview) < 5_000_000
