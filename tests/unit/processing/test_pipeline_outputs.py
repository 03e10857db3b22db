"""What a run stores, and what it clears away."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from chalicelib.models import Status, StoredOutput
from chalicelib.processing.pipeline import Outcome
from tests.fakes import FakeOutputStorage
from tests.unit.deployment import KEY
from tests.unit.scene import Scene


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_an_overwritten_image_swaps_to_the_new_version(scene: Scene) -> None:
    scene.reconcile(scene.put(b"image one"))
    scene.reconcile(scene.put(b"image two"))
    image = scene.image()
    assert image.revision == 2
    assert not image.cleanup_pending
    assert scene.outputs.current() == {image.variants[0].key: b"image two as 300x300"}


def test_outputs_of_the_version_before_are_retired_not_removed(scene: Scene) -> None:
    scene.reconcile(scene.put(b"image one"))
    before = scene.image().variants[0].key
    scene.reconcile(scene.put(b"image two"))
    assert [output.key for output in scene.outputs.retired] == [before]


def test_an_image_overwritten_by_something_else_loses_its_outputs(scene: Scene) -> None:
    scene.reconcile(scene.put(b"image"))
    scene.reconcile(scene.put(b"text"))
    image = scene.image()
    assert (image.status, image.variants, image.width) == (Status.FAILED, (), None)
    assert scene.outputs.current() == {}


def test_a_key_too_long_for_outputs_fails_before_anything_is_stored(scene: Scene) -> None:
    key = f"images/{'x' * 1000}.jpg"
    scene.put(b"image", key)
    assert scene.reconcile(key=key) is Outcome.FAILED
    error = scene.image(key).error
    assert error is not None
    assert error.code == "unusable_key"
    assert scene.outputs.stored == {}


def test_a_first_run_lists_nothing(scene: Scene) -> None:
    class Unlisted(FakeOutputStorage):
        def list(self, prefix: str) -> Sequence[StoredOutput]:
            raise AssertionError(prefix)

    scene.outputs = Unlisted()
    assert scene.reconcile(scene.put(b"image")) is Outcome.READY


def test_a_duplicate_finishes_the_cleanup_that_a_run_before_it_died_over(scene: Scene) -> None:
    scene.reconcile(scene.put(b"image one"))
    source = scene.put(b"image two")
    scene.reconcile(source)
    image = scene.image()
    scene.outputs.retired.clear()
    scene.store.images[image.id] = replace(image, cleanup_pending=True)
    assert scene.reconcile(source) is Outcome.DUPLICATE
    assert list(scene.outputs.current()) == [image.variants[0].key]
    assert not scene.image().cleanup_pending


def test_outputs_of_another_image_below_this_ones_key_are_left_alone(scene: Scene) -> None:
    below = f"{KEY}/x.jpg"
    scene.put(b"image below", below)
    scene.reconcile(key=below)
    scene.reconcile(scene.put(b"image one"))
    scene.sources.delete(KEY)
    scene.reconcile()
    assert list(scene.outputs.current().values()) == [b"image below as 300x300"]


def test_equal_versions_of_one_image_give_equal_keys(scene: Scene) -> None:
    source = scene.put(b"image")
    scene.reconcile(source)
    key = scene.image().variants[0].key
    scene.reconcile()
    assert scene.image().variants[0].key == key
