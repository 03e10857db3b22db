"""Run a load test: create the files, start the stack, upload, wait, and compare the outcome."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bench import machine
from load import event_queue, final_state, handler_logs, plan
from load.expected_outputs import render_all
from load.inputs import write_inputs
from load.plan import Item
from load.probe import Cost
from load.resource_usage import ResourceUsage, measured
from load.results import Phase, Results
from load.stack import Stack, started
from load.uploads import Sent, send_all
from local.process import ROOT

DRAIN_SECONDS = 120
COST_SAMPLES = 150, 10
"""Maximum numbers of small and large images that the probe measures.

It measures at most a quarter of the small images of the load test.
"""


@dataclass(frozen=True, kw_only=True)
class Workload:
    """The numbers of images to send, of worker processes, and of images in flight at a time."""

    small: int = 10_000
    large: int = 300
    workers: int = 2
    concurrency: int = 16


def run(workload: Workload, folder: Path) -> Results:
    """Run the load test with its files in `folder`. Raises StackFailed if the stack does not start."""
    planned = {"small": plan.small(workload.small), "12 MP": plan.large(workload.large)}
    planned = {name: items for name, items in planned.items() if items}
    inputs = folder / "inputs"
    write_inputs([item for items in planned.values() for item in items], inputs)
    with started(folder / "stack", workload.workers) as stack:
        sent = {name: _send(stack, items, inputs, workload.concurrency) for name, items in planned.items()}
        left = event_queue.wait_until_empty(stack, DRAIN_SECONDS)
        images, stored, log = (
            final_state.images(stack),
            final_state.outputs(stack),
            stack.log.read_text("utf-8"),
        )
        costs = _costs(stack, workload, folder / "costs.json")
    phases = [
        Phase(
            name=name,
            sent=uploaded,
            usage=usage,
            expected=render_all([inputs / each.item.filename for each in uploaded]),
        )
        for name, (uploaded, usage) in sent.items()
    ]
    return Results(
        machine=machine.describe(),
        workers=workload.workers,
        concurrency=workload.concurrency,
        phases=phases,
        images=images,
        stored=stored,
        runs=handler_logs.runs(log),
        dead_letters=handler_logs.dead_letters(log),
        messages_left=left,
        costs=costs,
    )


def _send(
    stack: Stack, items: Sequence[Item], inputs: Path, concurrency: int
) -> tuple[list[Sent], ResourceUsage]:
    with measured(stack) as usage:
        return send_all(stack, items, inputs, min(concurrency, len(items))), usage


def _costs(stack: Stack, workload: Workload, file: Path) -> list[Cost]:
    counts = [str(min(workload.small // 4, COST_SAMPLES[0])), str(min(workload.large, COST_SAMPLES[1]))]
    subprocess.run(  # noqa: S603 - this project's own module
        [sys.executable, "-m", "load.probe", *counts, str(file)],
        cwd=ROOT,
        env={**os.environ, **stack.environment},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return msgspec.json.decode(file.read_bytes(), type=list[Cost])
