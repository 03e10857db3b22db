"""Run a load test: create the files, start the stack, upload, wait, and compare the outcome."""

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from bench import machine
from load import final_state, plan
from load.expected_outputs import render_all
from load.final_state import FinalState
from load.hostile import attacked
from load.images import write_inputs
from load.plan import Item
from load.probe import Cost
from load.resource_usage import measured
from load.results import Attack, Phase, Results
from load.stack import Stack, run_module, started
from load.uploads import send_all

COST_SAMPLES = 150, 10
"""Maximum numbers of small and large images that the probe measures.

It measures at most a quarter of the small images of the load test.
"""


class Workload(Struct, frozen=True, kw_only=True):
    """The numbers of images to send, of worker processes, and of images in flight at a time.

    An honest owner sends `attacked` images, one after another, without and with hostile owners, who keep
    `unfinished` images in flight.
    """

    small: int = 2_500
    large: int = 100
    attacked: int = 120
    unfinished: int = 24
    workers: int = 2
    concurrency: int = 20


def run(workload: Workload, folder: Path) -> Results:
    """Run the load test with its files in `folder`. Raises StackFailed if the stack does not start."""
    planned = {"small": plan.small(workload.small), "12 MP": plan.large(workload.large)}
    # One owner sends all images within minutes, which the quotas are to prevent.
    count = str(workload.small + workload.large + sum(COST_SAMPLES))
    quotas = {"IMAGES_PER_DAY": count, "OPEN_FORMS": count}
    with started(folder / "stack", workload.workers, quotas) as stack:
        sent = [_sent(stack, name, items, workload.concurrency) for name, items in planned.items() if items]
        state = final_state.read(stack)
        costs = _costs(stack, workload)
    return Results(
        machine=machine.describe(),
        workers=workload.workers,
        concurrency=workload.concurrency,
        phases=[phase(state) for phase in sent],
        attack=_attack(workload, folder) if workload.attacked else None,
        costs=costs,
    )


def _attack(workload: Workload, folder: Path) -> Attack:
    """Send the same images twice, with as many slots as workers, so that the shares of owners matter."""
    items = plan.small(workload.attacked)
    settings = {
        "PROCESS_CONCURRENCY": str(workload.workers),
        # Just enough for the honest owner.
        "IMAGES_PER_DAY": str(2 * workload.attacked),
    }
    with started(folder / "attacked", workload.workers, settings) as started_stack:
        # Not the default owner, for whom events about missing objects count.
        stack = replace(started_stack, token=started_stack.owner_token("honest"))
        alone = _sent(stack, "honest owner alone", items, concurrency=1)
        with attacked(stack, folder / "hostile", workload.unfinished) as counts:
            beside = _sent(stack, "beside hostile owners", items, concurrency=1)
        state = final_state.read(stack)
    return Attack(alone=alone(state), beside=beside(state), counts=counts)


def _sent(stack: Stack, name: str, items: Sequence[Item], concurrency: int) -> Callable[[FinalState], Phase]:
    """Send images, and return a function that adds what the stack ends with and what it should end with."""
    inputs = stack.log.with_name("inputs")
    write_inputs(items, inputs)
    with measured(stack) as usage:
        sent = send_all(stack, items, inputs, min(concurrency, len(items)))

    def phase(state: FinalState) -> Phase:
        expected = render_all([inputs / each.item.filename for each in sent])
        return Phase(name=name, sent=sent, usage=usage, expected=expected, state=state)

    return phase


def _costs(stack: Stack, workload: Workload) -> list[Cost]:
    counts = min(workload.small // 4, COST_SAMPLES[0]), min(workload.large, COST_SAMPLES[1])
    return run_module("load.probe", counts, stack.environment, list[Cost])
