"""What a picture costs in direct mode and in workflow mode: `python -m bench.modes PICTURE`.

The engine's CPU is measured here, with the shipped presets; calls are counted; prices and what a call of
DynamoDB or S3 takes are those of ops/prices.json and load/assumptions.json.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench import machine
from chalicelib import variants
from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.models import VariantSpec
from chalicelib.presets import Presets
from load import assumptions
from ops.costing.prices import Prices, read_prices
from ops.costing.usage import FULL_CORE_MB

ROUNDS = 4
PICTURES = 1_000_000
# Moderate and Judge.
MODERATION_TRANSITIONS = 2


@dataclass(frozen=True, kw_only=True)
class Mode:
    """One picture's way: functions invoked, states entered, calls that they wait for, CPU in ms.

    `longest` is the CPU of the function that takes the most of it.
    """

    functions: int
    transitions: int
    dynamodb: int
    s3: int
    cpu: float = 0.0
    longest: float = 0.0


def direct(count: int, cpu: float = 0.0) -> Mode:
    """Return direct mode with so many variants: all in one function."""
    return Mode(functions=1, transitions=0, dynamodb=3, s3=1 + count, cpu=cpu, longest=cpu)


def workflow(count: int, cpu: Sequence[float] = (0.0,)) -> Mode:
    """Return workflow mode: `cpu` is that of each function that has to do with pixels.

    Four functions beside those that render: the one that the event reaches, Inspect, Finalize, Publish.
    StartExecution is counted with the calls of DynamoDB.
    """
    return Mode(
        functions=4 + count,
        transitions=7 + count,
        dynamodb=5,
        s3=1 + 2 * count,
        cpu=sum(cpu),
        longest=max(cpu),
    )


def measure(content: bytes, specs: Sequence[VariantSpec]) -> tuple[Mode, Mode]:
    """Render in both ways, a few times in turn, and keep the least CPU of each part."""
    engine = PillowEngine(Limits())
    info = engine.inspect(content)
    plans = variants.plan(info, specs)
    whole: list[float] = []
    parts: list[list[float]] = [[] for _ in range(1 + len(plans))]
    for _ in range(ROUNDS):
        whole.append(_cpu_ms(lambda: engine.render(content, engine.inspect(content), plans)))
        parts[0].append(_cpu_ms(lambda: engine.inspect(content)))
        for part, plan in zip(parts[1:], plans, strict=True):
            part.append(_cpu_ms(partial(engine.render, content, info, plans, plan.spec.name)))
    return direct(len(plans), min(whole)), workflow(len(plans), [min(part) for part in parts])


def _cpu_ms(job: Callable[[], object]) -> float:
    start = time.process_time()
    job()
    return 1000 * (time.process_time() - start)


def lambda_usd(mode: Mode, prices: Prices, latency: assumptions.Latency) -> float:
    """Return US dollars for the functions of a million pictures, on arm64 with a whole processor."""
    waits = mode.dynamodb * latency.dynamodb + mode.s3 * latency.s3_large
    seconds = (mode.cpu + waits) / 1000
    compute = seconds * FULL_CORE_MB / 1024 * prices.usd["lambda_arm64_gb_second"]
    return PICTURES * (compute + mode.functions * prices.usd["lambda_request"])


def table(modes: Sequence[Mode], prices: Prices, latency: assumptions.Latency) -> str:
    """Return one line for each number and one column for each mode."""
    functions = [lambda_usd(mode, prices, latency) for mode in modes]
    states = [PICTURES * mode.transitions * prices.usd["state_transition"] for mode in modes]
    rows: list[tuple[str, Sequence[float]]] = [
        ("functions called", [mode.functions for mode in modes]),
        ("states entered", [mode.transitions for mode in modes]),
        ("calls of DynamoDB, and StartExecution", [mode.dynamodb for mode in modes]),
        ("calls of S3", [mode.s3 for mode in modes]),
        ("CPU of the engine, ms", [mode.cpu for mode in modes]),
        ("CPU of the longest function, ms", [mode.longest for mode in modes]),
        ("Lambda, USD a million pictures", functions),
        ("Step Functions, USD a million pictures", states),
        ("both", [sum(each) for each in zip(functions, states, strict=True)]),
    ]
    return "".join(
        f"{name:40}" + "".join(f"{number:12,.0f}" for number in numbers) + "\n" for name, numbers in rows
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.modes", description="Compare the two modes.")
    parser.add_argument("picture", type=Path)
    content = parser.parse_args().picture.read_bytes()
    specs = Presets.from_json(PRESETS_FILE.read_bytes()).presets
    modes = [mode for chosen in (specs[:1], specs) for mode in measure(content, chosen)]
    prices, latency = read_prices(), assumptions.read().latency_ms
    moderation = PICTURES * prices.usd["moderated_picture"]
    more = PICTURES * MODERATION_TRANSITIONS * prices.usd["state_transition"]
    size = f"{len(content) / 1e6:.1f} MB"
    sys.stdout.write(
        f"{f'A picture of {size}':40}{'1 variant':>24}{f'{len(specs)} variants':>24}\n"
        f"{'':40}{''.join(f'{name:>12}' for name in 2 * ('direct', 'workflow'))}\n"
        f"{table(modes, prices, latency)}\n"
        f"Moderation of a million pictures: {moderation:,.0f} USD; in workflow mode {more:,.0f} USD more.\n"
        f"CPU: best of {ROUNDS} rounds on {machine.describe()['CPU']}, {machine.describe()['architecture']}."
        f" List prices of {prices.region}, {prices.date}.\n"
    )


if __name__ == "__main__":
    main()
