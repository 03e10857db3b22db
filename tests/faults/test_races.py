"""Many concurrent runs for one image, in threads. `ROUNDS` sets how often.

moto slows down as its buckets fill up, so 20 times 50 rounds are faster than 1,000 rounds at once.
"""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from uuid import uuid4

import pytest

from chalicelib.processing import parallel_storing
from tests.conftest import PREFIX, Aws
from tests.fakes import FakeEngine
from tests.faults.conftest import make_harness
from tests.faults.harness import Harness
from tests.model.tasks import Event

ROUNDS = int(os.environ.get("ROUNDS", "8"))
RUNNERS = 16


@pytest.fixture(scope="module")
def harnesses(aws: Aws) -> list[Harness]:
    harnesses = [make_harness(aws, sdk_retries=False) for _ in range(RUNNERS)]
    return [replace(each, executor=parallel_storing.threads) for each in harnesses]


def start_together(barrier: threading.Barrier, harness: Harness, event: Event) -> None:
    barrier.wait()
    harness.invoke(event)


def test_sixteen_concurrent_runs_for_one_image_give_the_right_result(harnesses: list[Harness]) -> None:
    keys = [f"{PREFIX}{uuid4()}.jpg" for _ in range(ROUNDS)]
    with ThreadPoolExecutor(RUNNERS) as pool:
        for key in keys:
            old, new = harnesses[0].upload(key, b"image one"), harnesses[0].upload(key, b"image two")
            events = [old, *[new] * 3] * (RUNNERS // 4)
            list(pool.map(partial(start_together, threading.Barrier(RUNNERS)), harnesses, events))
    harnesses[0].sweep()
    for key in keys:
        harnesses[0].check(key)


def test_a_stalled_run_that_resumes_after_two_others_have_finished_changes_nothing(
    no_retry_harness: Harness, key: str
) -> None:
    class Stalled(FakeEngine):
        def before_render(self) -> None:
            for later in (b"image two", b"image three"):
                no_retry_harness.invoke(no_retry_harness.upload(key, later))

    event = no_retry_harness.upload(key, b"image one")
    event.run(replace(no_retry_harness.app, engine=Stalled()))
    no_retry_harness.sweep()
    no_retry_harness.check(key)
