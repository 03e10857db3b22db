"""The tasks of the workflow."""

import pytest

from chalicelib.domain.presets import Presets
from chalicelib.errors import CorruptImage, ObjectNotFound
from chalicelib.models import Failure, Next, Status, Work
from tests.fakes import EngineWithoutLarge
from tests.unit.deployment import KEY, PRESETS
from tests.unit.executions import execute, fail, finalize, inspect, render
from tests.unit.in_memory_app import InMemoryApp


@pytest.fixture
def app() -> InMemoryApp:
    return InMemoryApp(presets=Presets(presets=PRESETS.presets, default=("300x300", "large")))


def started(app: InMemoryApp, content: bytes) -> str:
    app.workflow_starter.reconcile(KEY, app.put(content))
    return list(app.workflow.started)[-1]


def work_of(app: InMemoryApp, name: str) -> Work:
    work = inspect(app, name).work
    assert work is not None
    return work


def test_an_image_becomes_ready_variant_by_variant(app: InMemoryApp) -> None:
    name = started(app, b"image")
    assert execute(app, name) == "ready"
    image = app.image()
    assert (image.status, image.execution, image.revision) == (Status.READY, name, 1)
    assert [variant.name for variant in image.variants] == ["300x300", "large"]


def test_the_claim_records_the_execution(app: InMemoryApp) -> None:
    name = started(app, b"image")
    inspect(app, name)
    assert (app.image().status, app.image().execution) == (Status.PROCESSING, name)


def test_a_file_that_is_not_an_image_is_not_rendered(app: InMemoryApp) -> None:
    inspected = inspect(app, started(app, b"text"))
    assert (inspected.next, inspected.work) == (Next.FINALIZE, None)
    assert finalize(app, inspected).outcome == "failed"
    assert app.image().error is not None


def test_an_archived_object_is_not_rendered(app: InMemoryApp) -> None:
    name = started(app, b"image")
    app.sources.archive(KEY)
    assert execute(app, name) == "failed"
    assert app.image().error == Failure(code="source_unreadable", detail="archived")


def test_an_object_that_is_archived_after_its_inspection_fails_without_variants(app: InMemoryApp) -> None:
    inspected = inspect(app, started(app, b"image"))
    assert inspected.work is not None
    app.sources.archive(KEY)
    assert finalize(app, inspected, render(app, inspected.work)).outcome == "failed"


def test_a_deleted_object_is_not_rendered(app: InMemoryApp) -> None:
    name = started(app, b"image")
    app.sources.delete(KEY)
    assert execute(app, name) == "deleted"


def test_every_variant_is_rendered_from_the_inspected_version(app: InMemoryApp) -> None:
    work = work_of(app, started(app, b"image one"))
    app.put(b"image two")
    render(app, work)
    assert set(app.kept().values()) == {b"image one as 300x300", b"image one as large"}


def test_without_versioning_an_overwritten_image_is_not_rendered(app: InMemoryApp) -> None:
    app.sources.versioned = False
    work = work_of(app, started(app, b"image one"))
    app.put(b"image two")
    with pytest.raises(ObjectNotFound):
        render(app, work)


def test_a_superseded_execution_ends_without_error_and_leaves_nothing_behind(app: InMemoryApp) -> None:
    inspected = inspect(app, started(app, b"image one"))
    assert inspected.work is not None
    parts = render(app, inspected.work)
    assert execute(app, started(app, b"image two")) == "ready"
    before = app.image()
    finalized = finalize(app, inspected, parts)
    assert (finalized.next, finalized.outcome, finalized.result) == (Next.END, "superseded", None)
    assert app.image() == before
    assert set(app.kept()) == {variant.key for variant in before.variants}


def test_an_image_that_cannot_be_rendered_fails_and_leaves_no_variant_behind(app: InMemoryApp) -> None:
    app.engine = EngineWithoutLarge(error=CorruptImage("truncated"))
    assert execute(app, started(app, b"image")) == "failed"
    error = app.image().error
    assert error is not None
    assert error.code == "corrupt_image"
    assert app.outputs.puts == 1
    assert app.outputs.stored == {}
    assert not app.image().open


def test_a_failed_execution_ends_in_a_failed_record(app: InMemoryApp) -> None:
    name = started(app, b"image")
    inspect(app, name)
    fail(app, name)
    error = app.image().error
    assert error is not None
    assert error.code == "processing_failed"


def test_an_execution_that_failed_before_its_claim_ends_in_a_failed_record(app: InMemoryApp) -> None:
    fail(app, started(app, b"image"))
    assert app.image().status is Status.FAILED


def test_a_failure_for_an_older_version_does_not_affect_the_newer_one(app: InMemoryApp) -> None:
    name = started(app, b"image one")
    inspect(app, name)
    started(app, b"image two")
    fail(app, name)
    assert app.image().status is Status.PROCESSING


def test_an_execution_that_was_given_up_while_still_working_starts_over(app: InMemoryApp) -> None:
    name = started(app, b"image")
    inspected = inspect(app, name)
    assert inspected.work is not None
    parts = render(app, inspected.work)
    fail(app, name)
    assert finalize(app, inspected, parts).outcome == "wrongly_failed"
    assert execute(app, list(app.workflow.started)[-1]) == "ready"
