"""Who reaches a multipart upload, and what ends it."""

import pytest

from chalicelib.domain.deadline import NO_DEADLINE
from chalicelib.errors import ImageNotFound, InvalidField, NoMultipartUpload
from chalicelib.models import Status
from tests.unit.deployment import OWNER
from tests.unit.images.multipart import A_FILE, created, with_parts
from tests.unit.in_memory_app import InMemoryApp


def test_other_owners_cannot_reach_the_upload(app: InMemoryApp) -> None:
    image = with_parts(app)
    uploads = app.multipart_uploads
    for call in (uploads.resume, uploads.stored, uploads.complete, uploads.abort):
        with pytest.raises(ImageNotFound):
            call(image.id, owner="mallory")
    with pytest.raises(ImageNotFound):
        uploads.part(image.id, 1, owner="mallory")
    assert app.uploads.uploads


def test_an_image_with_a_form_has_no_parts(app: InMemoryApp) -> None:
    image, _ = app.upload_forms.create(A_FILE, owner=OWNER)
    for call in (app.multipart_uploads.resume, app.multipart_uploads.complete):
        with pytest.raises(NoMultipartUpload):
            call(image.id, owner=OWNER)


@pytest.mark.parametrize("number", [0, 4])
def test_a_part_that_is_not_planned_has_no_url(app: InMemoryApp, number: int) -> None:
    image = created(app).image
    with pytest.raises(InvalidField):
        app.multipart_uploads.part(image.id, number, owner=OWNER)
    (part,) = app.multipart_uploads.part(image.id, 3, owner=OWNER).parts
    assert (part.number, part.size) == (3, 4)


def test_a_deletion_aborts_the_upload(app: InMemoryApp) -> None:
    image = with_parts(app)
    app.delete.run(image.id, owner=OWNER)
    assert app.uploads.uploads == {}
    assert app.image(image.key).status is Status.DELETED


def test_an_erasure_aborts_the_upload(app: InMemoryApp) -> None:
    image = with_parts(app)
    app.erase.run(image.id, owner=OWNER)
    assert app.uploads.uploads
    for request in app.erasure_queue.requests:
        app.erasures.run(request, NO_DEADLINE)
    assert app.uploads.uploads == {}
    record = app.store.get(image.id)
    assert record is not None
    assert (record.multipart, record.erasing) == (None, False)
