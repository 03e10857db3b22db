"""Finding the record of an object by its key."""

from msgspec.structs import replace

from chalicelib.domain import keys
from chalicelib.models import Source, Status, UploadRequest
from chalicelib.processing.outcome import Outcome
from tests.unit.deployment import ID_SECRET, KEY, OWNER, SETTINGS
from tests.unit.in_memory_app import InMemoryApp

OLD_ID = keys.hashed_image_id(KEY)
NEW_ID = keys.object_image_id(KEY, ID_SECRET)


def render_under_the_old_id(app: InMemoryApp) -> Source:
    """Process an object as it was before there was a secret."""
    source = app.put(b"image")
    app.pipeline.finalize(app.pipeline.process(app.pipeline.claim(KEY, OLD_ID)))
    return source


def test_an_object_without_a_record_gets_an_id_that_depends_on_the_secret(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    assert set(app.store.images) == {NEW_ID}


def test_a_record_under_the_old_id_keeps_it(app: InMemoryApp) -> None:
    source = render_under_the_old_id(app)
    assert app.reconcile(source) is Outcome.DUPLICATE
    assert app.reconcile(app.put(b"image two")) is Outcome.READY
    assert set(app.store.images) == {OLD_ID}
    assert app.records.id_for(KEY) == OLD_ID


def test_even_a_deleted_record_keeps_its_old_id(app: InMemoryApp) -> None:
    render_under_the_old_id(app)
    app.delete.run(OLD_ID, owner=OWNER)
    app.reconcile(app.put(b"image two"))
    assert {image.id: image.status for image in app.store.images.values()} == {OLD_ID: Status.READY}


def test_an_execution_for_an_old_record_keeps_its_id(app: InMemoryApp) -> None:
    render_under_the_old_id(app)
    app.workflow_starter.reconcile(KEY, app.put(b"image two"))
    (name,) = app.workflow.started
    assert name.startswith(OLD_ID)


def test_a_record_under_both_ids_is_found_under_the_new_one(app: InMemoryApp) -> None:
    render_under_the_old_id(app)
    app.store.create(replace(app.store.images[OLD_ID], id=NEW_ID))
    assert app.records.id_for(KEY) == NEW_ID


def test_a_key_from_a_form_needs_no_secret(app: InMemoryApp) -> None:
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    records = replace(app.records, secret=_fail)
    assert records.find(image.key) == image
    assert records.possible_ids(f"{SETTINGS.upload_prefix}{image.id}/cat.jpg") == (image.id,)


def _fail() -> bytes:
    raise AssertionError("the secret was read")
