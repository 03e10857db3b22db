"""The comparison of both modes follows from calls, CPU time and prices."""

from pathlib import Path

import pytest

from bench.modes import Mode, compare, lambda_usd, table
from chalicelib.models import VariantSpec
from load.assumptions import Latency
from local.sample.image import sample
from ops.costing.calls import direct, workflow

LATENCY = Latency(note="", dynamodb=10, s3_small=30, s3_large=100)
USD = {"lambda_arm64_gb_second": 1e-5, "lambda_request": 1e-7, "state_transition": 1e-5}
SPECS = tuple(VariantSpec(name=f"to-{side}", width=side, height=side) for side in (10, 11))


def test_lambda_costs_include_cpu_time_latency_and_requests() -> None:
    # 750 ms of CPU, 5 waits of 10 ms and 2 of 100 ms are one second, with 1,769 MB and one request
    mode = Mode(calls=direct(1), cpu=750)
    assert lambda_usd(mode, USD, LATENCY) == pytest.approx(1e6 * (1 * 1769 / 1024 * 1e-5 + 1e-7))


def test_the_total_is_lambda_plus_step_functions() -> None:
    modes = [Mode(calls=direct(4), cpu=750), Mode(calls=workflow(4, 4), cpu=300, longest=200)]
    lines = table(modes, USD, LATENCY).splitlines()
    assert "total" in lines[-1]
    functions, states, total = ([int(word) for word in line.split()[-2:]] for line in lines[-3:])
    # 11 state transitions at 1e-5 USD, a million times
    assert states == [0, 110]
    assert total == [functions[0], functions[1] + 110]


def test_cpu_time_of_both_modes_is_measured(tmp_path: Path) -> None:
    whole, parts = compare(sample(tmp_path).read_bytes(), SPECS)
    assert 0 < parts.longest < parts.cpu
    assert whole.cpu > 0
    assert (whole.calls, parts.calls) == (direct(2), workflow(2, 2))
