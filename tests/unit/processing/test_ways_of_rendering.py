"""A key never stands for files of both ways of rendering, with the kernel and with Pillow alone."""

from typing import Any

import pytest
from msgspec.structs import replace

from tests.unit.deployment import KEY, PRESETS
from tests.unit.in_memory_app import InMemoryApp

EDITS: tuple[dict[str, Any], ...] = ({}, {"rotate": 90}, {"crop": (0, 0, 500, 500)}, {"focus": (250, 500)})


def keys(app: InMemoryApp) -> set[str]:
    app.reconcile()
    return {variant.key for variant in app.image().variants}


@pytest.mark.parametrize("edits", EDITS, ids=str)
def test_the_same_object_gets_other_keys(edits: dict[str, Any]) -> None:
    found: list[set[str]] = []
    for kernel in (True, False):
        app = InMemoryApp(presets=PRESETS.rendered(kernel=kernel))
        app.put(b"image")
        app.store.create(replace(app.pipeline.fresh(KEY, app.records.new_id(KEY)), **edits))
        found.append(keys(app))
    with_kernel, with_pillow = found
    assert with_kernel
    assert with_pillow
    assert not with_kernel & with_pillow


def test_an_image_is_rendered_again_when_the_way_changes_and_only_then() -> None:
    app = InMemoryApp(presets=PRESETS.rendered(kernel=True))
    app.put(b"image")
    first = keys(app)
    assert keys(app) == first
    assert app.image().revision == 1
    app.presets = PRESETS.rendered(kernel=False)
    second = keys(app)
    assert not first & second
    app.presets = PRESETS.rendered(kernel=True)
    assert keys(app) == first
    assert app.image().revision == 3
