"""One whole run: draw, start the stack, send, wait, look, compare."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bench import machine
from load import events, journal, plan, state
from load.expected_outputs import render_all
from load.inputs import write_inputs
from load.plan import Item
from load.probe import Cost
from load.resource_usage import Watch, watching
from load.results import Phase, Results
from load.stack import Stack, started
from load.uploads import Sent, send_all
from local.process import ROOT

DRAIN_SECONDS = 120
PROBES = 150, 10
"""How many small and large pictures are measured one by one, at most; of the small ones one in four."""


@dataclass(frozen=True, kw_only=True)
class Extent:
    """How much is sent, and how: numbers of pictures, of workers, and of pictures on their way at a time."""

    small: int = 10_000
    large: int = 300
    workers: int = 2
    at_a_time: int = 16


def run(extent: Extent, folder: Path) -> Results:
    """Do it, with files below `folder`. Raises StackFailed."""
    planned = {"small": plan.small(extent.small), "12 MP": plan.large(extent.large)}
    planned = {name: items for name, items in planned.items() if items}
    inputs = folder / "inputs"
    write_inputs([item for items in planned.values() for item in items], inputs)
    with started(folder / "stack", extent.workers) as stack:
        sent = {name: _send(stack, items, inputs, extent.at_a_time) for name, items in planned.items()}
        left = events.left_after(stack, DRAIN_SECONDS)
        images, stored, log = state.images(stack), state.outputs(stack), stack.log.read_text("utf-8")
        costs = _costs(stack, extent, folder / "costs.json")
    phases = [
        Phase(
            name=name,
            sent=done,
            watch=watch,
            expected=render_all([inputs / each.item.filename for each in done]),
        )
        for name, (done, watch) in sent.items()
    ]
    return Results(
        machine=machine.describe(),
        workers=extent.workers,
        at_a_time=extent.at_a_time,
        phases=phases,
        images=images,
        stored=stored,
        runs=journal.runs(log),
        dead_letters=journal.dead_letters(log),
        messages_left=left,
        costs=costs,
    )


def _send(stack: Stack, items: Sequence[Item], inputs: Path, at_a_time: int) -> tuple[list[Sent], Watch]:
    with watching(stack) as watch:
        return send_all(stack, items, inputs, min(at_a_time, len(items))), watch


def _costs(stack: Stack, extent: Extent, file: Path) -> list[Cost]:
    counts = [str(min(extent.small // 4, PROBES[0])), str(min(extent.large, PROBES[1]))]
    subprocess.run(  # noqa: S603 - this project's own module
        [sys.executable, "-m", "load.probe", *counts, str(file)],
        cwd=ROOT,
        env={**os.environ, **stack.environment},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return msgspec.json.decode(file.read_bytes(), type=list[Cost])
