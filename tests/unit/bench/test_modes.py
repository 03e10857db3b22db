"""The call counts of both modes match real runs, and costs follow from them."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bench.modes import Mode, direct, lambda_usd, measure, table, workflow
from chalicelib.domain.presets import Presets
from chalicelib.models import VariantSpec
from load.assumptions import Latency
from local.sample.image import sample
from ops.costing.prices import Prices
from tests.unit.deployment import KEY
from tests.unit.executions import execute_all
from tests.unit.in_memory_app import InMemoryApp

LATENCY = Latency(note="", dynamodb=10, s3_small=30, s3_large=100)
PRICES = Prices(
    date="",
    region="",
    usd={"lambda_arm64_gb_second": 1e-5, "lambda_request": 1e-7, "state_transition": 1e-5},
    sources=(),
)


@dataclass
class CallCounter:
    """Count the calls to a wrapped object."""

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
    """Process a new image. Return the calls to DynamoDB and Step Functions, and the calls to S3."""
    chosen = specs(count)
    app: Any = InMemoryApp(presets=Presets(presets=chosen, default=tuple(spec.name for spec in chosen)))
    hint = app.put(b"image")
    records, objects = Counter[str](), Counter[str]()
    app.store = CallCounter(app.store, records)
    app.sources, app.outputs = CallCounter(app.sources, objects), CallCounter(app.outputs, objects)
    if through_workflow:
        app.workflow_starter.reconcile(KEY, hint)
        execute_all(app)
    else:
        app.reconcile(hint)
    return records.total() + len(app.workflow.started), objects.total()


@pytest.mark.parametrize("count", [1, 4])
def test_call_counts_match_a_real_run(count: int) -> None:
    for mode, through_workflow in ((direct(count), False), (workflow(count), True)):
        assert counted(count, through_workflow=through_workflow) == (mode.dynamodb, mode.s3)


def test_lambda_costs_include_cpu_time_latency_and_requests() -> None:
    mode = Mode(functions=2, transitions=0, dynamodb=5, s3=2, cpu=750)
    assert lambda_usd(mode, PRICES, LATENCY) == pytest.approx(1e6 * (1 * 1769 / 1024 * 1e-5 + 2e-7))


def test_the_total_is_lambda_plus_step_functions() -> None:
    lines = table([direct(4, 750), workflow(4, [100, 200])], PRICES, LATENCY).splitlines()
    assert "total" in lines[-1]
    functions, states, total = ([int(word) for word in line.split()[-2:]] for line in lines[-3:])
    assert states == [0, 110]
    assert total == pytest.approx([functions[0], functions[1] + 110], abs=1)


def test_cpu_time_of_both_modes_is_measured(tmp_path: Path) -> None:
    whole, parts = measure(sample(tmp_path).read_bytes(), specs(2))
    assert 0 < parts.longest < parts.cpu
    assert whole.cpu > 0
