"""What is left of an image that its owner has deleted: nothing."""

from dataclasses import dataclass, field

import pytest

from chalicelib.errors import ImageNotFound
from chalicelib.models import Image, ListRequest, UploadRequest
from tests.fakes import FakeImageStore
from tests.unit.deployment import OWNER
from tests.unit.scene import Scene


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_deleting_removes_source_outputs_and_record(scene: Scene) -> None:
    scene.reconcile(scene.put(b"image"))
    image = scene.image()
    scene.delete.run(image.id, owner=OWNER)
    assert scene.sources.objects == {}
    assert scene.outputs.stored == {}
    with pytest.raises(ImageNotFound):
        scene.lookup.get(image.id, owner=OWNER)
    assert scene.lookup.list(ListRequest(), owner=OWNER).images == ()


@dataclass
class Claimed(FakeImageStore):
    """As the run of a caller's deletion makes its n-th write, the run of the removal's event claims."""

    scene: Scene = field(default_factory=Scene)
    writes_to_go: int = 0

    def finalize(self, image: Image) -> bool:
        self.writes_to_go -= 1
        if self.writes_to_go == 0:
            self.scene.pipeline.claim(image.key)
        return super().finalize(image)


@pytest.mark.parametrize("write", [1, 2])
def test_what_is_deleted_is_gone_although_the_event_of_the_removal_is_still_being_handled(
    scene: Scene, write: int
) -> None:
    scene.reconcile(scene.put(b"image"))
    image = scene.image()
    scene.store = Claimed(scene.store.images, scene=scene, writes_to_go=write)
    scene.delete.run(image.id, owner=OWNER)
    assert scene.outputs.stored == {}
    with pytest.raises(ImageNotFound):
        scene.lookup.get(image.id, owner=OWNER)


def test_deleting_a_form_that_was_never_used_removes_its_record(scene: Scene) -> None:
    image, _ = scene.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    scene.delete.run(image.id, owner=OWNER)
    with pytest.raises(ImageNotFound):
        scene.lookup.get(image.id, owner=OWNER)
