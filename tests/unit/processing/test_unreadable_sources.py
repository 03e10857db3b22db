"""Objects that are archived, or encrypted with a key that cannot be used."""

from chalicelib.domain.presets import Presets
from chalicelib.domain.s3_events import DeadLetter, ObjectEvent
from chalicelib.models import Source, Status, UploadRequest
from chalicelib.processing.outcome import Outcome
from chalicelib.recovery.redrive import Redrive
from tests.fakes import FakeBulkReader
from tests.unit.deployment import KEY, OWNER, PRESETS
from tests.unit.in_memory_app import InMemoryApp


def put_archived(app: InMemoryApp) -> Source:
    source = app.put(b"image")
    app.sources.archive(KEY)
    return source


def code(app: InMemoryApp) -> str | None:
    error = app.image().error
    return error.code if error else None


def test_an_unreadable_object_fails_at_the_first_attempt(app: InMemoryApp) -> None:
    source = put_archived(app)
    assert app.reconcile(source) is Outcome.FAILED
    assert (app.image().status, code(app)) == (Status.FAILED, "source_unreadable")
    assert app.image().source == source


def test_an_unreadable_upload_with_a_form_fails_too(app: InMemoryApp) -> None:
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    source = app.put(b"image", image.key)
    app.sources.archive(image.key)
    assert app.reconcile(source, image.key) is Outcome.FAILED


def test_once_it_is_restored_any_event_processes_it(app: InMemoryApp) -> None:
    source = put_archived(app)
    app.reconcile(source)
    app.sources.archive(KEY, archived=False)
    assert app.reconcile(source) is Outcome.READY


def test_it_can_be_reprocessed_and_redriven(app: InMemoryApp) -> None:
    app.reconcile(put_archived(app))
    assert [step.key for step in Redrive(bulk_reader=FakeBulkReader(app.store)).steps()] == [KEY]
    app.reprocess.run(app.image().id, owner=OWNER)
    assert app.reconcile() is Outcome.FAILED


def test_an_image_whose_original_was_archived_later_keeps_its_variants(app: InMemoryApp) -> None:
    source = app.put(b"image")
    app.reconcile(source)
    before = app.image().variants
    app.sources.archive(KEY)
    app.presets = Presets(presets=PRESETS.presets, default=("large",))
    assert app.reconcile(source) is Outcome.DUPLICATE
    assert app.image().variants == before
    assert set(app.kept()) == {variant.key for variant in before}


def test_variants_of_an_earlier_version_are_removed(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image two"))
    assert app.reconcile(put_archived(app)) is Outcome.FAILED
    assert app.image().variants == ()
    assert app.kept() == {}


def test_a_dead_letter_of_an_unreadable_object_has_an_outcome(app: InMemoryApp) -> None:
    source = put_archived(app)
    app.dead_letters.mark_failed(
        DeadLetter(object_events=(ObjectEvent(key=KEY, source=source),), reason="Task timed out")
    )
    assert code(app) == "processing_failed"
