"""Which outputs are removed at once, and which are left to the lifecycle rule."""

import pytest
from msgspec.structs import replace

from chalicelib.domain.transitions import CONTENT_REFUSED
from chalicelib.models import Failure, Image, Status, StoredOutput
from chalicelib.processing.cleanup import MAX_REMOVALS
from tests.unit.deployment import KEY
from tests.unit.in_memory_app import InMemoryApp

OUTPUT = StoredOutput(key=f"{KEY}/0123456789abcdef/300x300.jpg", version_id="v9")


@pytest.fixture
def app() -> InMemoryApp:
    app = InMemoryApp()
    app.reconcile(app.put(b"image"))
    return app


def abandoned(app: InMemoryApp, current: Image | None) -> tuple[bool, bool]:
    """Let a run of another version abandon an output; return whether it is still stored, and retired."""
    app.outputs.stored[OUTPUT] = b""
    superseded = replace(app.image(), fingerprint="another")
    app.cleanup.abandon(superseded, [OUTPUT], current)
    return OUTPUT in app.outputs.stored, OUTPUT in app.retired.outputs


def test_outputs_of_a_superseded_run_are_retired_once_another_version_is_published(app: InMemoryApp) -> None:
    assert abandoned(app, app.image()) == (True, True)


def test_they_stay_while_another_run_is_in_progress(app: InMemoryApp) -> None:
    assert abandoned(app, replace(app.image(), status=Status.PROCESSING)) == (True, False)


def test_they_are_removed_if_there_is_no_record(app: InMemoryApp) -> None:
    assert abandoned(app, None) == (False, False)


def test_outputs_of_a_refused_image_are_removed_even_without_a_cdn(app: InMemoryApp) -> None:
    error = Failure(code=CONTENT_REFUSED, detail="d")
    refused = replace(app.image(), status=Status.FAILED, error=error, variants=(), cleanup_pending=True)
    app.store.create(refused)
    app.cleanup.finish(refused)
    assert app.outputs.stored == {}


def test_outputs_of_a_failed_image_are_retired_even_if_they_are_of_its_version(app: InMemoryApp) -> None:
    failed = replace(app.image(), status=Status.FAILED, variants=(), cleanup_pending=True)
    app.store.create(failed)
    app.cleanup.finish(failed)
    assert app.kept() == {}


def test_without_outdated_outputs_the_cleanup_is_done_at_once(app: InMemoryApp) -> None:
    pending = replace(app.image(), cleanup_pending=True)
    app.store.create(pending)
    assert not app.cleanup.finish(pending).cleanup_pending


@pytest.mark.parametrize(("number", "done"), [(MAX_REMOVALS, True), (MAX_REMOVALS + 1, False)])
def test_a_cleanup_is_done_if_it_removed_all_outputs(app: InMemoryApp, number: int, *, done: bool) -> None:
    app.outputs.stored = {replace(OUTPUT, version_id=f"v{each}"): b"" for each in range(number)}
    deleted = replace(app.image(), status=Status.DELETED, cleanup_pending=True)
    app.store.create(deleted)
    assert app.cleanup.finish(deleted).cleanup_pending is not done
