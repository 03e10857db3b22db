"""Which variants a run stores, and how many versions a deletion has to remove."""

from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.domain.deadline import NO_DEADLINE, Deadline
from chalicelib.domain.presets import Presets
from chalicelib.models import ImageInfo, Overlay, StoredOutput, VariantSpec
from chalicelib.processing.cleanup import MAX_REMOVALS
from chalicelib.processing.outcome import Outcome
from tests.fakes.engine import FakeEngine
from tests.unit.deployment import KEY, OWNER
from tests.unit.executions import execute
from tests.unit.in_memory_app import InMemoryApp


def variant_key(app: InMemoryApp) -> str:
    return app.image().variants[0].key


def render_again(app: InMemoryApp) -> Outcome:
    app.reprocess.run(app.image().id, owner=OWNER)
    return app.reconcile()


def test_the_key_names_the_variant_and_its_format(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    assert variant_key(app).startswith(f"v/{app.image().id}/")
    assert variant_key(app).endswith("/300x300.jpg")


@pytest.mark.parametrize(
    ("settings", "has_effects"),
    [
        ({}, False),
        ({"sharpen": True}, False),
        ({"blur": 0.5}, True),
        ({"grayscale": True}, True),
        ({"overlay": Overlay(image="logo.png")}, True),
        # The image of 400 x 300 pixels gets a border on all sides, and keeps the aspect ratio.
        ({"width": 800, "height": 600, "fit": "contain"}, True),
        ({"width": 200, "height": 150, "fit": "contain"}, False),
        ({"width": 30, "height": 30, "fit": "cover"}, False),
    ],
)
def test_a_variant_tells_whether_its_preset_has_effects(
    settings: dict[str, Any], *, has_effects: bool
) -> None:
    spec = VariantSpec(**{"name": "small", "width": 300, **settings})
    app = InMemoryApp(presets=Presets(presets=(spec,), default=("small",)))
    app.reconcile(app.put(b"image"))
    assert [variant.has_effects for variant in app.image().variants] == [has_effects]


class AnimatedGifs(FakeEngine):
    """Treats all images as GIFs with two frames."""

    def inspect(self, content: bytes, deadline: Deadline = NO_DEADLINE) -> ImageInfo:
        return replace(super().inspect(content, deadline), format="gif", frames=2)


def test_a_variant_tells_whether_it_is_animated() -> None:
    spec = VariantSpec(name="small", width=300, formats=("avif", "webp", "gif", "jpeg"))
    app = InMemoryApp(presets=Presets(presets=(spec,), default=("small",)), engine=AnimatedGifs())
    app.reconcile(app.put(b"image"))
    assert [variant.is_animated for variant in app.image().variants] == [False, True, True, False]


def test_rendering_again_stores_nothing_new(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    before = app.image()
    for _ in range(3):
        assert render_again(app) is Outcome.READY
    assert app.outputs.puts == 1
    assert app.image().variants == before.variants


def test_a_workflow_that_renders_again_stores_nothing_new(app: InMemoryApp) -> None:
    for _ in range(2):
        app.workflow_starter.reconcile(KEY, app.put(b"image") if not app.workflow.started else None)
        assert execute(app, list(app.workflow.started)[-1]) == "ready"
        app.pipeline.claim(KEY)
    assert app.outputs.puts == 1


def test_a_published_variant_that_was_removed_is_stored_again(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    app.outputs.remove(list(app.outputs.stored))
    render_again(app)
    assert list(app.kept()) == [variant_key(app)]


def test_a_variant_that_is_wanted_again_is_stored_again(app: InMemoryApp) -> None:
    app.sources.versioned = False
    for content in (b"image one", b"image two", b"image one"):
        app.reconcile(app.put(content))
    assert app.outputs.puts == 3
    assert app.kept() == {variant_key(app): b"image one as 300x300"}


def test_a_deletion_removes_a_bounded_number_of_outputs_and_later_runs_the_rest(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    key = variant_key(app)
    for number in range(5 * MAX_REMOVALS):
        app.outputs.stored[StoredOutput(key=key, version_id=f"old-{number}")] = b""
    app.delete.run(app.image().id, owner=OWNER)
    assert len(app.outputs.stored) == 2 * MAX_REMOVALS + 1
    assert app.image().open
    while app.image().open:
        app.reconcile()
    assert app.outputs.stored == {}
