"""Whose images are whose, and how many anybody may have."""

import pytest

from chalicelib.access.usage import Limits
from chalicelib.errors import ImageNotFound, QuotaExceeded
from chalicelib.models import ListRequest, Status, UploadRequest
from tests.unit.deployment import OWNER, SETTINGS
from tests.unit.scene import Scene


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_variant_that_anybody_may_see_needs_no_owner(scene: Scene) -> None:
    scene.reconcile(scene.put(b"image"))
    image = scene.image()
    url = scene.outputs.url(image.variants[0].key)
    assert scene.lookup.variant_url(image.id, "300x300", owner=None) == url


def test_another_owners_image_is_not_found_and_stays_as_it_is(scene: Scene) -> None:
    scene.reconcile(scene.put(b"image"))
    before = scene.image()
    for call in (scene.lookup.get, scene.delete.run, scene.reprocess.run):
        with pytest.raises(ImageNotFound):
            call(before.id, owner="somebody")
    with pytest.raises(ImageNotFound):
        scene.lookup.variant_url(before.id, "300x300", owner="somebody")
    assert scene.lookup.list(ListRequest(), owner="somebody").images == ()
    assert scene.image() == before


def test_a_file_that_comes_after_its_image_was_deleted_still_belongs_to_the_forms_owner(scene: Scene) -> None:
    image, _ = scene.upload_forms.create(UploadRequest(filename="cat.jpg"), owner="alice")
    scene.reconcile(scene.put(b"image", image.key), key=image.key)
    scene.delete.run(image.id, owner="alice")
    assert scene.lookup.list(ListRequest(), owner="alice").images == ()
    scene.reconcile(scene.put(b"image", image.key), key=image.key)
    assert scene.lookup.get(image.id, owner="alice").status is Status.READY
    with pytest.raises(ImageNotFound):
        scene.lookup.get(image.id, owner=OWNER)


def test_what_is_over_the_quota_is_neither_recorded_nor_signed(scene: Scene) -> None:
    scene.limits = Limits(images=1, bytes=SETTINGS.max_upload_bytes, forms=1)
    scene.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    with pytest.raises(QuotaExceeded):
        scene.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    assert len(scene.store.images) == 1


def test_an_image_is_not_rendered_anew_beyond_the_quota(scene: Scene) -> None:
    scene.limits = Limits(images=1, bytes=SETTINGS.max_upload_bytes, forms=1)
    scene.reconcile(scene.put(b"image"))
    image = scene.reprocess.run(scene.image().id, owner=OWNER)
    with pytest.raises(QuotaExceeded):
        scene.reprocess.run(image.id, owner=OWNER)
    assert scene.image() == image


def test_a_form_counts_for_as_many_bytes_as_it_allows(scene: Scene) -> None:
    scene.limits = Limits(images=9, bytes=SETTINGS.max_upload_bytes + 12, forms=9)
    scene.upload_forms.create(UploadRequest(filename="cat.jpg", size=12), owner=OWNER)
    scene.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    with pytest.raises(QuotaExceeded):
        scene.upload_forms.create(UploadRequest(filename="cat.jpg", size=1), owner=OWNER)
