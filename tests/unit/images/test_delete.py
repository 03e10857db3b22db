"""Deleting an image through the API leaves nothing behind."""

from dataclasses import dataclass, field

import pytest

from chalicelib.errors import ImageNotFound
from chalicelib.models import Image, ListRequest, UploadRequest
from chalicelib.processing.outcome import Outcome
from tests.fakes import FakeImageStore, FakeSourceStorage
from tests.unit.deployment import OWNER
from tests.unit.in_memory_app import InMemoryApp


def test_deleting_an_image_removes_its_source_outputs_and_record(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    image = app.image()
    app.delete.run(image.id, owner=OWNER)
    assert app.sources.objects == {}
    assert app.outputs.stored == {}
    with pytest.raises(ImageNotFound):
        app.lookup.get(image.id, owner=OWNER)
    assert app.lookup.list(ListRequest(), owner=OWNER).images == ()


@dataclass
class ConcurrentlyClaimedStore(FakeImageStore):
    """When the deletion makes its n-th write, the run for the removal's event claims the record."""

    app: InMemoryApp = field(default_factory=InMemoryApp)
    writes_to_go: int = 0

    def replace(self, image: Image) -> bool:
        self.writes_to_go -= 1
        if self.writes_to_go == 0:
            self.app.pipeline.claim(image.key)
        return super().replace(image)


@pytest.mark.parametrize("write", [1, 2])
def test_a_deleted_image_is_gone_while_the_removals_own_event_is_still_being_processed(
    app: InMemoryApp, write: int
) -> None:
    app.reconcile(app.put(b"image"))
    image = app.image()
    app.store = ConcurrentlyClaimedStore(app.store.images, app=app, writes_to_go=write)
    app.delete.run(image.id, owner=OWNER)
    assert app.outputs.stored == {}
    with pytest.raises(ImageNotFound):
        app.lookup.get(image.id, owner=OWNER)


def test_a_file_that_arrives_during_the_deletion_is_left_to_its_own_event(app: InMemoryApp) -> None:
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    app.sources = LateUpload(app.clock)
    app.delete.run(image.id, owner=OWNER)
    assert app.outputs.stored == {}
    late = app.sources.open(image.key).source
    assert app.reconcile(late, image.key) is Outcome.READY


class LateUpload(FakeSourceStorage):
    """A file is uploaded immediately after the deletion of the object."""

    def delete(self, key: str) -> None:
        super().delete(key)
        self.put(key, b"image")


def test_deleting_an_unused_form_removes_its_record(app: InMemoryApp) -> None:
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    app.delete.run(image.id, owner=OWNER)
    with pytest.raises(ImageNotFound):
        app.lookup.get(image.id, owner=OWNER)
