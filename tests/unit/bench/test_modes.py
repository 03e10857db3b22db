"""The two modes call what they are said to call, and cost what that comes to."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bench.modes import Mode, direct, lambda_usd, measure, table, workflow
from chalicelib.models import VariantSpec
from chalicelib.presets import Presets
from load.assumptions import Latency
from local.sample.image import sample
from ops.costing.prices import Prices
from tests.unit.executions import execute_all
from tests.unit.scene import KEY, Scene

LATENCY = Latency(note="", dynamodb=10, s3_small=30, s3_large=100)
PRICES = Prices(
    date="",
    region="",
    usd={"lambda_arm64_gb_second": 1e-5, "lambda_request": 1e-7, "state_transition": 1e-5},
    sources=(),
)


@dataclass
class Counting:
    """Counts the calls of whatever it stands before."""

    inner: Any
    calls: "Counter[str]"

    def __getattr__(self, name: str) -> Any:
        def call(*arguments: Any, **options: Any) -> Any:
            self.calls[name] += 1
            return getattr(self.inner, name)(*arguments, **options)

        return call


def specs(count: int) -> tuple[VariantSpec, ...]:
    return tuple(VariantSpec(name=f"to-{side}", width=side, height=side) for side in range(10, 10 + count))


def counted(count: int, *, through_workflow: bool) -> tuple[int, int]:
    """Process a new picture; return the calls of DynamoDB and Step Functions, and those of S3."""
    chosen = specs(count)
    scene: Any = Scene(presets=Presets(presets=chosen, default=tuple(spec.name for spec in chosen)))
    hint = scene.put(b"picture")
    records, objects = Counter[str](), Counter[str]()
    scene.store = Counting(scene.store, records)
    scene.sources, scene.outputs = Counting(scene.sources, objects), Counting(scene.outputs, objects)
    if through_workflow:
        scene.launch.reconcile(KEY, hint)
        execute_all(scene)
    else:
        scene.reconcile(hint)
    return records.total() + len(scene.workflow.started), objects.total()


@pytest.mark.parametrize("count", [1, 4])
def test_calls_are_counted_right(count: int) -> None:
    for mode, through_workflow in ((direct(count), False), (workflow(count), True)):
        assert counted(count, through_workflow=through_workflow) == (mode.dynamodb, mode.s3)


def test_functions_cost_their_work_their_waiting_and_their_requests() -> None:
    mode = Mode(functions=2, transitions=0, dynamodb=5, s3=2, cpu=750)
    assert lambda_usd(mode, PRICES, LATENCY) == pytest.approx(1e6 * (1 * 1769 / 1024 * 1e-5 + 2e-7))


def test_the_table_adds_up() -> None:
    lines = table([direct(4, 750), workflow(4, [100, 200])], PRICES, LATENCY).splitlines()
    assert "both" in lines[-1]
    functions, states, both = ([int(word) for word in line.split()[-2:]] for line in lines[-3:])
    assert states == [0, 110]
    assert both == pytest.approx([functions[0], functions[1] + 110], abs=1)


def test_each_part_of_the_work_is_measured(tmp_path: Path) -> None:
    whole, parts = measure(sample(tmp_path).read_bytes(), specs(2))
    assert 0 < parts.longest < parts.cpu
    assert whole.cpu > 0
