"""reconcile, when two runs are about one image at the same time."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from chalicelib.models import ImageInfo, Rendering, VariantPlan
from chalicelib.processing.pipeline import Outcome
from tests.fakes import FakeEngine
from tests.unit.scene import Scene


@pytest.fixture
def scene() -> Scene:
    return Scene()


@dataclass
class Interrupted(FakeEngine):
    """Something happens while an image is rendered."""

    scene: Scene = field(default_factory=Scene)
    meanwhile: bytes | None = None

    def render(
        self, content: bytes, info: ImageInfo, plans: Sequence[VariantPlan], only: str | None = None
    ) -> Rendering:
        if self.meanwhile is not None:
            put, self.meanwhile = self.meanwhile, None
            self.scene.reconcile(self.scene.put(put))
        return super().render(content, info, plans, only)


def test_a_run_stops_when_another_has_claimed_since(scene: Scene) -> None:
    scene.engine = Interrupted(scene=scene, meanwhile=b"image two")
    assert scene.reconcile(scene.put(b"image one")) is Outcome.SUPERSEDED
    image = scene.image()
    assert image.revision == 2
    assert scene.outputs.current() == {image.variants[0].key: b"image two as 300x300"}


def test_a_superseded_run_leaves_alone_what_the_newer_one_has_stored_under_the_same_keys(
    scene: Scene,
) -> None:
    @dataclass
    class Twin(FakeEngine):
        first: bool = True

        def render(
            self, content: bytes, info: ImageInfo, plans: Sequence[VariantPlan], only: str | None = None
        ) -> Rendering:
            if self.first:
                self.first = False
                scene.reconcile()
            return super().render(content, info, plans, only)

    scene.engine = Twin()
    assert scene.reconcile(scene.put(b"image")) is Outcome.SUPERSEDED
    assert {output.key for output in scene.outputs.stored} == {scene.image().variants[0].key}
    assert len(scene.outputs.stored) == 2
    assert scene.outputs.retired == set()
