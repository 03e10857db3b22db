"""Owners see only their own images, and quotas limit uploads and renderings."""

import pytest

from chalicelib.access.usage import Limits
from chalicelib.errors import ImageNotFound, QuotaExceeded
from chalicelib.models import ListRequest, Status, UploadRequest
from tests.unit.deployment import OWNER, SETTINGS
from tests.unit.in_memory_app import InMemoryApp


def test_a_public_variant_needs_no_owner(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    image = app.image()
    url = app.outputs.url(image.variants[0].key)
    assert app.lookup.variant_url(image.id, "300x300", owner=None) == url


def test_another_owners_image_is_not_found_and_not_changed(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    before = app.image()
    for call in (app.lookup.get, app.delete.run, app.reprocess.run):
        with pytest.raises(ImageNotFound):
            call(before.id, owner="somebody")
    with pytest.raises(ImageNotFound):
        app.lookup.variant_url(before.id, "300x300", owner="somebody")
    assert app.lookup.list(ListRequest(), owner="somebody").images == ()
    assert app.image() == before


def test_a_file_uploaded_after_its_image_was_deleted_belongs_to_the_forms_owner(
    app: InMemoryApp,
) -> None:
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner="alice")
    app.reconcile(app.put(b"image", image.key), key=image.key)
    app.delete.run(image.id, owner="alice")
    assert app.lookup.list(ListRequest(), owner="alice").images == ()
    app.reconcile(app.put(b"image", image.key), key=image.key)
    assert app.lookup.get(image.id, owner="alice").status is Status.READY
    with pytest.raises(ImageNotFound):
        app.lookup.get(image.id, owner=OWNER)


def test_over_the_quota_no_image_is_recorded_and_no_form_signed(app: InMemoryApp) -> None:
    app.limits = Limits(images=1, bytes=SETTINGS.max_upload_bytes, forms=1)
    app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    with pytest.raises(QuotaExceeded):
        app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    assert len(app.store.images) == 1


def test_over_the_quota_no_image_is_rerendered(app: InMemoryApp) -> None:
    app.limits = Limits(images=1, bytes=SETTINGS.max_upload_bytes, forms=1)
    app.reconcile(app.put(b"image"))
    image = app.reprocess.run(app.image().id, owner=OWNER)
    with pytest.raises(QuotaExceeded):
        app.reprocess.run(image.id, owner=OWNER)
    assert app.image() == image


def test_a_form_counts_with_the_bytes_that_it_allows(app: InMemoryApp) -> None:
    app.limits = Limits(images=9, bytes=SETTINGS.max_upload_bytes + 12, forms=9)
    app.upload_forms.create(UploadRequest(filename="cat.jpg", size=12), owner=OWNER)
    app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    with pytest.raises(QuotaExceeded):
        app.upload_forms.create(UploadRequest(filename="cat.jpg", size=1), owner=OWNER)
