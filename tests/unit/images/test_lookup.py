"""Looking images and variants up."""

import pytest

from chalicelib.errors import ImageNotFound, VariantNotFound
from tests.unit.deployment import KEY, OWNER
from tests.unit.scene import Scene


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.mark.parametrize("image_id_", ["nobody", "x" * 28, ""])
def test_an_unknown_image_is_not_found(scene: Scene, image_id_: str) -> None:
    with pytest.raises(ImageNotFound):
        scene.lookup.get(image_id_, owner=OWNER)
    with pytest.raises(ImageNotFound):
        scene.delete.run(image_id_, owner=OWNER)
    with pytest.raises(ImageNotFound):
        scene.reprocess.run(image_id_, owner=OWNER)


def test_a_variant_is_found_under_its_name(scene: Scene) -> None:
    scene.reconcile(scene.put(b"image"))
    image = scene.image()
    url = scene.outputs.url(image.variants[0].key)
    assert scene.lookup.variant_url(image.id, "300x300", owner=OWNER) == url


def test_a_variant_that_the_image_does_not_have_is_not_found(scene: Scene) -> None:
    scene.put(b"image")
    scene.pipeline.claim(KEY)
    with pytest.raises(VariantNotFound):
        scene.lookup.variant_url(scene.image().id, "300x300", owner=OWNER)
