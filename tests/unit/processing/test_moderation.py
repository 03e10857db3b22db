"""Content moderation, in both modes."""

from collections.abc import Callable

import pytest

from chalicelib.config.enums import Disposal
from chalicelib.domain.deadline import Deadline
from chalicelib.models import Label, Status
from chalicelib.processing.moderation import Moderation
from tests.fakes import FakeEngine, FakeModerator
from tests.unit.deployment import KEY, OWNER
from tests.unit.executions import execute
from tests.unit.in_memory_app import InMemoryApp

NUDITY = Label(name="Exposed Buttocks", confidence=91.5, groups=("Explicit Nudity",))
Run = Callable[[InMemoryApp], object]


def app_with(
    moderator: FakeModerator,
    *,
    threshold: int = 80,
    labels: tuple[str, ...] = (),
    disposal: Disposal = Disposal.KEEP,
) -> InMemoryApp:
    engine = FakeEngine()
    moderation = Moderation(moderator=moderator, engine=engine, threshold=threshold, labels=labels)
    return InMemoryApp(engine=engine, moderation=moderation, disposal=disposal)


def in_direct_mode(app: InMemoryApp) -> None:
    app.reconcile()


def in_workflow_mode(app: InMemoryApp) -> None:
    app.workflow_starter.reconcile(KEY)
    execute(app, list(app.workflow.started)[-1])


BOTH_MODES = pytest.mark.parametrize("run", [in_direct_mode, in_workflow_mode])


@BOTH_MODES
def test_an_image_without_labels_becomes_ready(run: Run) -> None:
    moderator = FakeModerator()
    app = app_with(moderator)
    source = app.put(b"image")
    run(app)
    assert app.image().status is Status.READY
    assert moderator.asked == [(KEY, source)]


@BOTH_MODES
def test_a_refused_image_fails_and_no_output_is_ever_written(run: Run) -> None:
    app = app_with(FakeModerator([NUDITY]))
    app.put(b"image")
    run(app)
    error = app.image().error
    assert error is not None
    assert error.code == "content_refused"
    assert "Exposed Buttocks" in error.detail
    assert app.outputs.puts == 0
    assert KEY in app.sources.objects


@BOTH_MODES
def test_a_file_that_is_not_an_image_is_not_moderated(run: Run) -> None:
    moderator = FakeModerator()
    app = app_with(moderator)
    app.put(b"text")
    run(app)
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
def test_only_configured_labels_above_the_threshold_count(
    threshold: int, labels: tuple[str, ...], status: Status
) -> None:
    app = app_with(FakeModerator([NUDITY]), threshold=threshold, labels=labels)
    app.put(b"image")
    app.reconcile()
    assert app.image().status is status


@BOTH_MODES
def test_a_refused_source_is_permanently_deleted_and_the_record_keeps_the_reason(run: Run) -> None:
    app = app_with(FakeModerator([NUDITY]), disposal=Disposal.DELETE)
    app.put(b"image")
    run(app)
    assert (app.sources.objects, app.sources.history) == ({}, {})
    app.reconcile()
    image = app.image()
    assert (image.status, image.error and image.error.code) == (Status.FAILED, "content_refused")
    assert not image.open


@BOTH_MODES
def test_a_refused_source_is_quarantined(run: Run) -> None:
    app = app_with(FakeModerator([NUDITY]), disposal=Disposal.QUARANTINE)
    app.put(b"image")
    run(app)
    assert list(app.sources.objects) == [f"quarantine/{KEY}"]


def test_a_newer_version_is_not_removed_with_the_refused_one() -> None:
    app = app_with(FakeModerator([NUDITY]), disposal=Disposal.DELETE)
    app.put(b"image one")
    result = app.pipeline.process(app.pipeline.claim(KEY))
    app.pipeline.commit(result)
    newer = app.put(b"image two")
    app.pipeline.after_commit(result.image)
    assert app.sources.objects[KEY].source == newer


def test_a_refused_source_that_a_crashed_run_left_is_removed_by_a_duplicate_event() -> None:
    app = app_with(FakeModerator([NUDITY]), disposal=Disposal.DELETE)
    source = app.put(b"image")
    app.pipeline.commit(app.pipeline.process(app.pipeline.claim(KEY)))
    assert app.image().open
    app.reconcile(source)
    assert app.sources.objects == {}
    assert not app.image().open


def test_a_refused_image_can_be_deleted() -> None:
    app = app_with(FakeModerator([NUDITY]), disposal=Disposal.DELETE)
    app.put(b"image")
    app.reconcile()
    app.delete.run(app.image().id, owner=OWNER)
    assert app.image().status is Status.DELETED


def test_the_preview_is_rendered_within_the_deadline() -> None:
    app, deadline = app_with(FakeModerator()), Deadline(lambda: 60_000)
    app.pipeline.reconcile(KEY, app.put(b"image"), deadline)
    assert isinstance(app.engine, FakeEngine)
    inspected, previewed, rendered = app.engine.deadlines
    assert inspected is previewed is rendered is deadline
