"""Many runs about one image at the same time, over threads. `ROUNDS` says how often.

moto slows down as its buckets fill: a thousand rounds go faster as twenty times 50 than at once.
"""

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from uuid import uuid4

import pytest

from chalicelib.models import ImageInfo, Rendering, VariantPlan
from tests.conftest import PREFIX, Aws
from tests.fakes import FakeEngine
from tests.faults.conftest import make_stage
from tests.faults.stage import Stage
from tests.model.tasks import Event

ROUNDS = int(os.environ.get("ROUNDS", "8"))
RUNNERS = 16


@pytest.fixture(scope="module")
def stages(aws: Aws) -> list[Stage]:
    return [make_stage(aws, sdk_retries=False) for _ in range(RUNNERS)]


def start_together(barrier: threading.Barrier, stage: Stage, event: Event) -> None:
    barrier.wait()
    stage.invoke(event)


def test_sixteen_concurrent_runs_for_one_image_give_the_right_result(stages: list[Stage]) -> None:
    keys = [f"{PREFIX}{uuid4()}.jpg" for _ in range(ROUNDS)]
    with ThreadPoolExecutor(RUNNERS) as pool:
        for key in keys:
            old, new = stages[0].upload(key, b"image one"), stages[0].upload(key, b"image two")
            events = [old, *[new] * 3] * (RUNNERS // 4)
            list(pool.map(partial(start_together, threading.Barrier(RUNNERS)), stages, events))
    stages[0].sweep()
    for key in keys:
        stages[0].check(key)


def test_a_stalled_run_that_resumes_after_two_others_have_finished_changes_nothing(
    bare_stage: Stage, key: str
) -> None:
    class Sleeper(FakeEngine):
        def render(
            self, content: bytes, info: ImageInfo, plans: Sequence[VariantPlan], only: str | None = None
        ) -> Rendering:
            for later in (b"image two", b"image three"):
                bare_stage.invoke(bare_stage.upload(key, later))
            return super().render(content, info, plans, only)

    event = bare_stage.upload(key, b"image one")
    event.run(replace(bare_stage.app, engine=Sleeper()))
    bare_stage.sweep()
    bare_stage.check(key)
