"""What travels from task to task is small: Step Functions takes 256 KB from one state to the next.

https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
"""

import msgspec
import pytest

from chalicelib.domain.keys import MAX_KEY_BYTES
from chalicelib.domain.presets import Presets
from chalicelib.models import FinalizeInput, RenderInput, VariantSpec, Work
from tests.unit.deployment import KEY
from tests.unit.executions import execute, inspect, render
from tests.unit.scene import Scene

# What the fakes leave out: S3's version ids of 32 characters, and the placeholder, in each part.
LEFT_OUT = 200
LIMIT = 262_144

LONGEST_KEY = "images/".ljust(MAX_KEY_BYTES - 100, "k")


def scene_with(variants: int) -> Scene:
    specs = tuple(
        VariantSpec(name=f"variant-{number}", width=1200, height=1200, format="webp", background="#aabbccdd")
        for number in range(variants)
    )
    return Scene(presets=Presets(presets=specs, default=tuple(spec.name for spec in specs)))


def started(scene: Scene, key: str, content: bytes) -> str:
    scene.workflow_starter.reconcile(key, scene.put(content, key))
    return list(scene.workflow.started)[-1]


def largest(scene: Scene, work: Work) -> int:
    parts = render(scene, work)
    order = FinalizeInput(work=work, parts=parts)
    carried = (RenderInput(work=work, variant=work.plans[0].spec.name), order, scene.tasks.finalize(order))
    return max(len(msgspec.json.encode(each)) for each in carried) + LEFT_OUT * len(parts)


@pytest.mark.parametrize(("variants", "key"), [(200, KEY), (60, LONGEST_KEY)])
def test_even_many_variants_of_an_image_that_had_as_many_before_fit(variants: int, key: str) -> None:
    scene = scene_with(variants)
    assert execute(scene, started(scene, key, b"image one")) == "ready"
    work = inspect(scene, started(scene, key, b"image two")).work
    assert work is not None
    assert len(work.image.variants) == variants
    assert largest(scene, work) < LIMIT
