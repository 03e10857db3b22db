"""Which outputs a run stores and removes."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from chalicelib.domain.presets import Presets
from chalicelib.errors import CorruptImage
from chalicelib.models import Status, StoredOutput
from chalicelib.processing.outcome import Outcome
from tests.fakes import EngineWithoutLarge, FakeOutputStorage
from tests.unit.deployment import KEY, PRESETS
from tests.unit.in_memory_app import InMemoryApp


def test_an_overwritten_image_switches_to_the_new_version(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image one"))
    app.reconcile(app.put(b"image two"))
    image = app.image()
    assert image.revision == 2
    assert not image.cleanup_pending
    assert app.kept() == {image.variants[0].key: b"image two as 300x300"}


def test_outputs_of_the_previous_version_are_retired_not_removed(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image one"))
    before = app.image().variants[0].key
    app.reconcile(app.put(b"image two"))
    assert [output.key for output in app.retired.outputs] == [before]


def test_an_image_overwritten_with_another_file_type_loses_its_outputs(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    app.reconcile(app.put(b"text"))
    image = app.image()
    assert (image.status, image.variants, image.width) == (Status.FAILED, (), None)
    assert app.kept() == {}


@pytest.mark.parametrize("key", [f"images/{'x' * 1017}", "images/../cat.jpg", "images/./cat.jpg"])
def test_an_image_with_a_long_or_unusual_key_gets_variants(app: InMemoryApp, key: str) -> None:
    app.put(b"image", key)
    assert app.reconcile(key=key) is Outcome.READY
    assert [variant.key for variant in app.image(key).variants] == list(app.kept())


def test_a_first_run_lists_nothing(app: InMemoryApp) -> None:
    class FailsToList(FakeOutputStorage):
        def list(self, prefix: str) -> Sequence[StoredOutput]:
            raise AssertionError(prefix)

    app.outputs = FailsToList()
    assert app.reconcile(app.put(b"image")) is Outcome.READY


def test_a_duplicate_finishes_the_cleanup_of_a_crashed_run(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image one"))
    source = app.put(b"image two")
    app.reconcile(source)
    image = app.image()
    app.retired.lists.clear()
    app.store.images[image.id] = replace(image, cleanup_pending=True)
    assert app.reconcile(source) is Outcome.DUPLICATE
    assert list(app.kept()) == [image.variants[0].key]
    assert not app.image().cleanup_pending


def test_outputs_of_another_image_below_this_key_are_left_alone(app: InMemoryApp) -> None:
    below = f"{KEY}/x.jpg"
    app.put(b"image below", below)
    app.reconcile(key=below)
    app.reconcile(app.put(b"image one"))
    app.sources.delete(KEY)
    app.reconcile()
    assert list(app.kept().values()) == [b"image below as 300x300"]


def test_the_same_version_of_an_image_gets_the_same_keys(app: InMemoryApp) -> None:
    source = app.put(b"image")
    app.reconcile(source)
    key = app.image().variants[0].key
    app.reconcile()
    assert app.image().variants[0].key == key


def test_what_was_stored_before_a_file_turned_out_to_be_broken_is_removed_at_once() -> None:
    app = InMemoryApp(
        presets=Presets(presets=PRESETS.presets, default=("300x300", "large")),
        engine=EngineWithoutLarge(error=CorruptImage("truncated")),
    )
    assert app.reconcile(app.put(b"image")) is Outcome.FAILED
    assert app.outputs.puts == 1
    assert app.outputs.stored == {}
    assert not app.image().open
