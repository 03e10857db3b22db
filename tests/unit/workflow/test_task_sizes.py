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
from tests.unit.in_memory_app import InMemoryApp

# What the fakes leave out: S3's version ids of 32 characters, and the placeholder, in each part.
LEFT_OUT = 200
LIMIT = 262_144

LONGEST_KEY = "images/".ljust(MAX_KEY_BYTES - 100, "k")


def app_with(variants: int) -> InMemoryApp:
    specs = tuple(
        VariantSpec(name=f"variant-{number}", width=1200, height=1200, format="webp", background="#aabbccdd")
        for number in range(variants)
    )
    return InMemoryApp(presets=Presets(presets=specs, default=tuple(spec.name for spec in specs)))


def started(app: InMemoryApp, key: str, content: bytes) -> str:
    app.workflow_starter.reconcile(key, app.put(content, key))
    return list(app.workflow.started)[-1]


def largest(app: InMemoryApp, work: Work) -> int:
    parts = render(app, work)
    order = FinalizeInput(work=work, parts=parts)
    carried = (RenderInput(work=work, variant=work.plans[0].spec.name), order, app.tasks.finalize(order))
    return max(len(msgspec.json.encode(each)) for each in carried) + LEFT_OUT * len(parts)


@pytest.mark.parametrize(("variants", "key"), [(200, KEY), (60, LONGEST_KEY)])
def test_even_many_variants_of_an_image_that_had_as_many_before_fit(variants: int, key: str) -> None:
    app = app_with(variants)
    assert execute(app, started(app, key, b"image one")) == "ready"
    work = inspect(app, started(app, key, b"image two")).work
    assert work is not None
    assert len(work.image.variants) == variants
    assert largest(app, work) < LIMIT
