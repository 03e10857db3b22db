"""The data that tasks pass on stays below the 256 KB that Step Functions allows.

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

# Bytes per part that the fakes omit: S3's version ids of 32 characters, and the placeholder.
OMITTED = 200
LIMIT = 262_144

VARIANTS = 200
LONGEST_KEY = "images/".ljust(MAX_KEY_BYTES, "k")


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
    finalize = FinalizeInput(work=work, parts=parts)
    render_input = RenderInput(work=work, variant=work.plans[0].spec.name)
    messages = (render_input, finalize, app.tasks.finalize(finalize))
    return max(len(msgspec.json.encode(each)) for each in messages) + OMITTED * len(parts)


@pytest.mark.parametrize("key", [KEY, LONGEST_KEY])
def test_even_an_image_with_many_old_and_new_variants_fits(key: str) -> None:
    app = app_with(VARIANTS)
    assert execute(app, started(app, key, b"image one")) == "ready"
    work = inspect(app, started(app, key, b"image two")).work
    assert work is not None
    assert len(work.image.variants) == VARIANTS
    assert largest(app, work) < LIMIT
