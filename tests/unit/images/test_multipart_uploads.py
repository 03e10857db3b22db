"""Uploading large files in parts."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain import part_plan
from chalicelib.errors import (
    InvalidField,
    NoMultipartUpload,
    PartsMissing,
    QuotaExceeded,
    ServiceUnavailable,
    SizeTooLarge,
)
from chalicelib.models import Status, UploadRequest
from tests.unit.deployment import LIMITS, OWNER, SETTINGS
from tests.unit.images.multipart import CONTENT, complete, created, put_parts, with_parts
from tests.unit.in_memory_app import InMemoryApp


def test_number_and_sizes_of_the_parts_are_fixed_at_the_start(app: InMemoryApp) -> None:
    new = created(app)
    assert new.form is None
    assert new.parts is not None
    assert [(part.number, part.size) for part in new.parts.parts] == [(1, 8), (2, 8), (3, 4)]
    assert all(f"&size={part.size}&" in (part.url or "") for part in new.parts.parts)
    assert new.parts.expires_at == app.clock() + timedelta(seconds=SETTINGS.upload_expires)
    assert app.store.get(new.image.id) == new.image
    assert new.image.status is Status.PENDING


def test_the_upload_is_charged_at_the_start(app: InMemoryApp) -> None:
    app.limits = replace(LIMITS, bytes=2 * len(CONTENT))
    created(app)
    created(app)
    with pytest.raises(QuotaExceeded):
        created(app)
    assert app.uploads.begun == 2


def test_a_file_over_the_limit_begins_nothing(app: InMemoryApp) -> None:
    with pytest.raises(SizeTooLarge):
        created(app, replace_size(SETTINGS.max_upload_bytes + 1))
    assert (app.uploads.begun, app.store.images) == (0, {})


def replace_size(size: int) -> UploadRequest:
    return UploadRequest(filename="cat.jpg", size=size)


def test_only_large_files_of_callers_that_can_are_uploaded_in_parts(app: InMemoryApp) -> None:
    large = part_plan.THRESHOLD + 1
    app.limits = replace(LIMITS, bytes=10 * large)
    forms = replace(app.upload_forms, settings=replace(SETTINGS, max_upload_bytes=large))
    multipart = replace(app.multipart_uploads, forms=forms, part_size=part_plan.part_size)
    uploads = replace(app.new_uploads, forms=forms, multipart=multipart)

    def parts(size: int, *, multipart: bool) -> bool:
        request = UploadRequest(filename="cat.jpg", size=size, multipart=multipart)
        new = uploads.create(request, owner=OWNER)
        assert (new.form is None) != (new.parts is None)
        return new.parts is not None

    assert parts(large, multipart=True)
    assert not parts(large, multipart=False)
    assert not parts(large - 1, multipart=True)
    with pytest.raises(InvalidField, match="size"):
        uploads.create(UploadRequest(filename="cat.jpg", multipart=True), owner=OWNER)


def test_missing_parts_get_new_urls(app: InMemoryApp) -> None:
    image = created(app).image
    put_parts(app, image, 2)
    resumed, parts = app.multipart_uploads.resume(image.id, owner=OWNER)
    assert resumed == image
    assert [part.url is None for part in parts.parts] == [False, True, False]


def test_the_last_urls_expire_with_the_upload(app: InMemoryApp) -> None:
    image = created(app).image
    app.clock.advance(part_plan.LIFETIME - timedelta(seconds=9))
    _, parts = app.multipart_uploads.resume(image.id, owner=OWNER)
    assert parts.expires_at == app.clock() + timedelta(seconds=9)
    app.clock.advance(timedelta(seconds=9))
    with pytest.raises(NoMultipartUpload):
        app.multipart_uploads.resume(image.id, owner=OWNER)


def test_the_service_puts_the_parts_together(app: InMemoryApp) -> None:
    image = with_parts(app)
    assert complete(app, image).status is Status.PENDING
    stored = app.sources.open(image.key)
    assert (stored.content, stored.image_id) == (CONTENT, image.id)
    app.reconcile(stored.source, image.key)
    assert app.image(image.key).status is Status.READY


def test_the_error_names_the_missing_parts(app: InMemoryApp) -> None:
    image = created(app).image
    put_parts(app, image, 2)
    with pytest.raises(PartsMissing, match=r"2 of 3 parts are missing: 1, 3\."):
        complete(app, image)


def test_completing_again_changes_nothing(app: InMemoryApp) -> None:
    image = with_parts(app)
    complete(app, image)
    complete(app, image)
    app.reconcile(app.sources.open(image.key).source, image.key)
    assert complete(app, image).status is Status.READY
    assert app.sources.puts == 1


def test_an_aborted_upload_cannot_be_completed(app: InMemoryApp) -> None:
    image = with_parts(app)
    app.multipart_uploads.abort(image.id, owner=OWNER)
    app.multipart_uploads.abort(image.id, owner=OWNER)
    assert app.uploads.uploads == {}
    with pytest.raises(NoMultipartUpload):
        complete(app, image)
    app.clock.advance(timedelta(seconds=SETTINGS.upload_expires))
    assert app.lookup.read(image.id, owner=OWNER).status is Status.FAILED


def test_aborting_leaves_a_file_that_has_arrived(app: InMemoryApp) -> None:
    image = with_parts(app)
    complete(app, image)
    app.multipart_uploads.abort(image.id, owner=OWNER)
    app.reconcile(app.sources.open(image.key).source, image.key)
    assert app.image(image.key).status is Status.READY


def test_parts_that_change_all_the_time_are_tried_later(
    app: InMemoryApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = with_parts(app)
    monkeypatch.setattr(app.uploads, "complete", lambda *_: False)
    with pytest.raises(ServiceUnavailable):
        complete(app, image)
