"""Events start executions in workflow mode."""

import re

from chalicelib.domain.deadline import NO_DEADLINE
from chalicelib.domain.tombstone import TOMBSTONE_LIFETIME
from chalicelib.models import Source, Status, UploadRequest
from chalicelib.processing.outcome import Outcome
from tests.unit.deployment import KEY, STUCK_AFTER
from tests.unit.executions import execute, execute_all, fail, inspect
from tests.unit.in_memory_app import InMemoryApp


def names(app: InMemoryApp) -> list[str]:
    return list(app.workflow.started)


def test_an_event_starts_an_execution_for_its_version(app: InMemoryApp) -> None:
    source = app.put(b"image")
    assert app.workflow_starter.reconcile(KEY, source) is Outcome.STARTED
    assert list(app.workflow.started.values()) == [(KEY, source)]
    assert app.store.images == {}


def test_execution_names_are_valid_for_step_functions(app: InMemoryApp) -> None:
    image, _ = app.upload_forms.create(UploadRequest(filename="a b+ä%.jpg"), owner="public")
    app.workflow_starter.reconcile(image.key, app.put(b"image", image.key))
    assert re.fullmatch(r"[0-9A-Za-z_-]{1,80}", names(app)[0])
    assert names(app)[0].startswith(image.id)


def test_a_duplicate_event_starts_nothing_before_during_and_after_the_execution(app: InMemoryApp) -> None:
    source = app.put(b"image")
    app.workflow_starter.reconcile(KEY, source)
    assert app.workflow_starter.reconcile(KEY, source) is Outcome.DUPLICATE
    inspect(app, names(app)[0])
    assert app.workflow_starter.reconcile(KEY, source) is Outcome.DUPLICATE
    execute(app, names(app)[0])
    assert app.workflow_starter.reconcile(KEY, source) is Outcome.DUPLICATE
    assert len(names(app)) == 1


def test_a_new_version_starts_its_own_execution(app: InMemoryApp) -> None:
    app.workflow_starter.reconcile(KEY, app.put(b"image one"))
    inspect(app, names(app)[0])
    assert app.workflow_starter.reconcile(KEY, app.put(b"image two")) is Outcome.STARTED
    assert len(names(app)) == 2


def test_without_versioning_content_that_comes_back_is_processed_again(app: InMemoryApp) -> None:
    app.sources.versioned = False
    for content in (b"image one", b"image two", b"image one"):
        assert app.workflow_starter.reconcile(KEY, app.put(content)) is Outcome.STARTED
        execute(app, names(app)[-1])
    assert list(app.kept().values()) == [b"image one as 300x300"]


def test_a_deliberate_retry_runs_again(app: InMemoryApp) -> None:
    app.workflow_starter.reconcile(KEY, app.put(b"image"))
    execute_all(app)
    app.reprocess.run(app.image().id, owner=app.image().owner)
    assert app.workflow_starter.reconcile(KEY) is Outcome.STARTED
    assert app.workflow_starter.reconcile(KEY) is Outcome.DUPLICATE
    assert execute(app, names(app)[-1]) == "ready"
    assert app.image().execution == names(app)[-1]


def test_an_image_that_was_given_up_gets_another_execution_on_request(app: InMemoryApp) -> None:
    source = app.put(b"image")
    app.workflow_starter.reconcile(KEY, source)
    inspect(app, names(app)[0])
    fail(app, names(app)[0])
    assert app.workflow_starter.reconcile(KEY, source) is Outcome.STARTED
    assert execute(app, names(app)[-1]) == "ready"


def test_a_removal_needs_no_execution(app: InMemoryApp) -> None:
    app.workflow_starter.reconcile(KEY, app.put(b"image"))
    execute_all(app)
    app.sources.delete(KEY)
    assert app.workflow_starter.reconcile(KEY) is Outcome.DELETED
    assert len(names(app)) == 1
    assert app.outputs.stored == {}


def test_keys_that_are_not_uploads_are_ignored(app: InMemoryApp) -> None:
    assert app.workflow_starter.reconcile("images/folder/", Source(etag="e")) is Outcome.IGNORED


def sweep_later(app: InMemoryApp) -> None:
    app.clock.advance(2 * STUCK_AFTER)
    app.sweep.run(NO_DEADLINE)
    while app.sender.sent:
        key, source = app.sender.sent.pop()
        app.workflow_starter.reconcile(key, source)


def test_the_sweep_starts_an_execution_for_a_record_whose_execution_is_lost(app: InMemoryApp) -> None:
    app.workflow_starter.reconcile(KEY, app.put(b"image"))
    inspect(app, names(app)[0])
    sweep_later(app)
    assert len(names(app)) == 2
    assert execute(app, names(app)[1]) == "ready"
    sweep_later(app)
    assert not app.image().open


def test_the_sweep_gives_up_a_record_whose_executions_are_lost_repeatedly(app: InMemoryApp) -> None:
    app.workflow_starter.reconcile(KEY, app.put(b"image"))
    inspect(app, names(app)[0])
    started = 0
    while started < len(names(app)):
        started = len(names(app))
        inspect(app, names(app)[-1])
        sweep_later(app)
    error = app.image().error
    assert error is not None
    assert error.code == "processing_failed"
    assert started == 5


def test_the_sweep_needs_no_execution_for_a_record_without_an_object(app: InMemoryApp) -> None:
    app.put(b"image")
    app.pipeline.claim(KEY)
    app.sources.delete(KEY)
    sweep_later(app)
    assert app.image().status is Status.DELETED
    assert names(app) == []


def test_an_object_that_comes_back_after_its_tombstone_expired_is_processed(app: InMemoryApp) -> None:
    app.sources.versioned = False
    app.workflow_starter.reconcile(KEY, app.put(b"image"))
    execute_all(app)
    app.sources.delete(KEY)
    app.workflow_starter.reconcile(KEY)
    app.clock.advance(TOMBSTONE_LIFETIME)
    app.store.images.clear()
    assert app.workflow_starter.reconcile(KEY, app.put(b"image")) is Outcome.STARTED
    assert execute(app, names(app)[-1]) == "ready"
