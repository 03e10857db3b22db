"""What is left of an image that its owner has deleted: nothing."""

from dataclasses import dataclass, field

import pytest

from chalicelib.errors import ImageNotFound
from chalicelib.models import Image, ListRequest, UploadRequest
from tests.fakes import FakeImageStore
from tests.unit.deployment import OWNER
from tests.unit.in_memory_app import InMemoryApp


@pytest.fixture
def app() -> InMemoryApp:
    return InMemoryApp()


def test_deleting_removes_source_outputs_and_record(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    image = app.image()
    app.delete.run(image.id, owner=OWNER)
    assert app.sources.objects == {}
    assert app.outputs.stored == {}
    with pytest.raises(ImageNotFound):
        app.lookup.get(image.id, owner=OWNER)
    assert app.lookup.list(ListRequest(), owner=OWNER).images == ()


@dataclass
class Claimed(FakeImageStore):
    """As the run of a caller's deletion makes its n-th write, the run of the removal's event claims."""

    app: InMemoryApp = field(default_factory=InMemoryApp)
    writes_to_go: int = 0

    def finalize(self, image: Image) -> bool:
        self.writes_to_go -= 1
        if self.writes_to_go == 0:
            self.app.pipeline.claim(image.key)
        return super().finalize(image)


@pytest.mark.parametrize("write", [1, 2])
def test_what_is_deleted_is_gone_although_the_event_of_the_removal_is_still_being_handled(
    app: InMemoryApp, write: int
) -> None:
    app.reconcile(app.put(b"image"))
    image = app.image()
    app.store = Claimed(app.store.images, app=app, writes_to_go=write)
    app.delete.run(image.id, owner=OWNER)
    assert app.outputs.stored == {}
    with pytest.raises(ImageNotFound):
        app.lookup.get(image.id, owner=OWNER)


def test_deleting_a_form_that_was_never_used_removes_its_record(app: InMemoryApp) -> None:
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    app.delete.run(image.id, owner=OWNER)
    with pytest.raises(ImageNotFound):
        app.lookup.get(image.id, owner=OWNER)
