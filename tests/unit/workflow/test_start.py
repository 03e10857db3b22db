"""What events set off in workflow mode."""

import re
from dataclasses import replace

import pytest

from chalicelib.domain.deadline import NO_DEADLINE
from chalicelib.models import Source, Status, UploadRequest
from chalicelib.processing.pipeline import Outcome
from tests.unit.deployment import KEY, STUCK_AFTER
from tests.unit.executions import execute, execute_all, fail, inspect
from tests.unit.scene import Scene


@pytest.fixture
def scene() -> Scene:
    return Scene()


def names(scene: Scene) -> list[str]:
    return list(scene.workflow.started)


def test_an_event_starts_an_execution_for_its_version(scene: Scene) -> None:
    source = scene.put(b"image")
    assert scene.workflow_starter.reconcile(KEY, source) is Outcome.STARTED
    assert list(scene.workflow.started.values()) == [(KEY, source)]
    assert scene.store.images == {}


def test_names_are_of_the_length_and_the_alphabet_that_step_functions_take(scene: Scene) -> None:
    image, _ = scene.upload_forms.create(UploadRequest(filename="a b+ä%.jpg"), owner="public")
    scene.workflow_starter.reconcile(image.key, scene.put(b"image", image.key))
    assert re.fullmatch(r"[0-9A-Za-z_-]{1,80}", names(scene)[0])
    assert names(scene)[0].startswith(image.id)


def test_a_repeated_event_starts_nothing_before_during_and_after_the_execution(scene: Scene) -> None:
    source = scene.put(b"image")
    scene.workflow_starter.reconcile(KEY, source)
    assert scene.workflow_starter.reconcile(KEY, source) is Outcome.DUPLICATE
    inspect(scene, names(scene)[0])
    assert scene.workflow_starter.reconcile(KEY, source) is Outcome.DUPLICATE
    execute(scene, names(scene)[0])
    assert scene.workflow_starter.reconcile(KEY, source) is Outcome.DUPLICATE
    assert len(names(scene)) == 1


def test_a_new_version_starts_an_execution_of_its_own(scene: Scene) -> None:
    scene.workflow_starter.reconcile(KEY, scene.put(b"image one"))
    inspect(scene, names(scene)[0])
    assert scene.workflow_starter.reconcile(KEY, scene.put(b"image two")) is Outcome.STARTED
    assert len(names(scene)) == 2


def test_a_version_that_comes_back_without_versioning_is_processed_again(scene: Scene) -> None:
    scene.sources.versioned = False
    for content in (b"image one", b"image two", b"image one"):
        assert scene.workflow_starter.reconcile(KEY, scene.put(content)) is Outcome.STARTED
        execute(scene, names(scene)[-1])
    assert list(scene.outputs.current().values()) == [b"image one as 300x300"]


def test_a_deliberate_retry_runs_again(scene: Scene) -> None:
    scene.workflow_starter.reconcile(KEY, scene.put(b"image"))
    execute_all(scene)
    scene.reprocess.run(scene.image().id, owner=scene.image().owner)
    assert scene.workflow_starter.reconcile(KEY) is Outcome.STARTED
    assert scene.workflow_starter.reconcile(KEY) is Outcome.DUPLICATE
    assert execute(scene, names(scene)[-1]) == "ready"
    assert scene.image().execution == names(scene)[-1]


def test_a_given_up_image_gets_another_execution_when_it_is_asked_for(scene: Scene) -> None:
    source = scene.put(b"image")
    scene.workflow_starter.reconcile(KEY, source)
    inspect(scene, names(scene)[0])
    fail(scene, names(scene)[0])
    assert scene.workflow_starter.reconcile(KEY, source) is Outcome.STARTED
    assert execute(scene, names(scene)[-1]) == "ready"


def test_what_was_removed_needs_no_execution(scene: Scene) -> None:
    scene.workflow_starter.reconcile(KEY, scene.put(b"image"))
    execute_all(scene)
    scene.sources.delete(KEY)
    assert scene.workflow_starter.reconcile(KEY) is Outcome.DELETED
    assert len(names(scene)) == 1
    assert scene.outputs.stored == {}


def test_keys_that_are_no_uploads_are_ignored(scene: Scene) -> None:
    assert scene.workflow_starter.reconcile("images/folder/", Source(etag="e")) is Outcome.IGNORED


def swept(scene: Scene) -> None:
    scene.clock.advance(2 * STUCK_AFTER)
    replace(scene.sweep, process=scene.workflow_starter.process).run(NO_DEADLINE)


def test_the_sweep_starts_an_execution_for_a_record_whose_execution_is_lost(scene: Scene) -> None:
    scene.workflow_starter.reconcile(KEY, scene.put(b"image"))
    inspect(scene, names(scene)[0])
    swept(scene)
    assert len(names(scene)) == 2
    assert execute(scene, names(scene)[1]) == "ready"
    swept(scene)
    assert not scene.image().open


def test_the_sweep_gives_up_a_record_whose_executions_are_lost_again_and_again(scene: Scene) -> None:
    scene.workflow_starter.reconcile(KEY, scene.put(b"image"))
    inspect(scene, names(scene)[0])
    started = 0
    while started < len(names(scene)):
        started = len(names(scene))
        inspect(scene, names(scene)[-1])
        swept(scene)
    error = scene.image().error
    assert error is not None
    assert error.code == "processing_failed"
    assert started == 5


def test_the_sweep_ends_records_without_objects_by_itself(scene: Scene) -> None:
    image, _ = scene.upload_forms.create(UploadRequest(filename="cat.jpg"), owner="public")
    swept(scene)
    assert scene.image(image.key).status is Status.FAILED
    assert names(scene) == []
