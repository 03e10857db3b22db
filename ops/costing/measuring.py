"""Measure on this machine what rendering an image takes."""

import time
from collections.abc import Callable, Sequence
from functools import partial

from chalicelib.domain import geometry
from chalicelib.models import VariantSpec
from chalicelib.ports import ImageEngine
from ops.costing.engine_times import Rendering

ROUNDS = 4


def measure(
    engine: ImageEngine, content: bytes, specs: Sequence[VariantSpec], rounds: int = ROUNDS
) -> Rendering:
    """Render in both modes, in alternating rounds, and keep the lowest CPU time of each part.

    Raises Rejected if the image cannot be processed.
    """
    info = engine.inspect(content)
    plans = geometry.plan(info, specs)
    whole: list[float] = []
    parts: list[list[float]] = [[] for _ in range(1 + len(specs))]
    for _ in range(rounds):
        whole.append(_cpu_ms(lambda: engine.render(content, engine.inspect(content), plans)))
        parts[0].append(_cpu_ms(lambda: engine.inspect(content)))
        for part, spec in zip(parts[1:], specs, strict=True):
            part.append(_cpu_ms(partial(engine.render, content, info, plans, spec.name)))
    least = [min(part) for part in parts]
    variants = engine.render(content, info, plans).variants
    return Rendering(
        direct=min(whole),
        workflow=sum(least),
        longest=max(least),
        bytes=sum(len(variant.content) for variant in variants),
    )


def megapixels(engine: ImageEngine, content: bytes) -> float:
    """Return the number of the image's pixels, in millions. Raises Rejected."""
    info = engine.inspect(content)
    return info.width * info.height / 1e6


def _cpu_ms(job: Callable[[], object]) -> float:
    start = time.process_time()
    job()
    return 1000 * (time.process_time() - start)
