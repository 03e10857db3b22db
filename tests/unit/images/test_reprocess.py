"""Rendering an image again."""

from dataclasses import replace

import pytest

from chalicelib.errors import ConfigurationError, ObjectNotFound
from chalicelib.models import Status, UploadRequest
from tests.unit.deployment import OWNER
from tests.unit.scene import Scene


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.mark.parametrize("content", [b"image", b"text"])
def test_an_image_is_rendered_again_whatever_its_status_was(scene: Scene, content: bytes) -> None:
    before = scene.reconcile(scene.put(content))
    assert scene.reprocess.run(scene.image().id, owner=OWNER).status is Status.PROCESSING
    [(key, source)] = scene.sender.sent
    revision = scene.image().revision
    assert scene.reconcile(source, key) is before
    assert scene.image().revision == revision + 1


def test_an_unused_form_stays_as_it_is(scene: Scene) -> None:
    image, _ = scene.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    with pytest.raises(ObjectNotFound):
        scene.reprocess.run(image.id, owner=OWNER)
    assert scene.lookup.get(image.id, owner=OWNER) == image
    assert scene.sender.sent == []


def test_without_the_functions_name_the_error_names_the_setting_and_nothing_changes(scene: Scene) -> None:
    scene.reconcile(scene.put(b"image"))
    before = scene.image()
    reprocess = replace(scene.reprocess, process_function=None)
    with pytest.raises(ConfigurationError, match="PROCESS_FUNCTION"):
        reprocess.run(before.id, owner=OWNER)
    assert scene.image() == before
