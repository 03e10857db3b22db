"""Compare what an image costs in direct mode and in workflow mode: `python -m bench.modes IMAGE`.

The engine's CPU time is measured on this machine with the shipped presets. Call counts are fixed here and
checked by tests. Prices come from ops/prices.json, latencies of DynamoDB and S3 from load/assumptions.json.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench import machine
from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.domain import geometry
from chalicelib.domain.presets import Presets
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.models import VariantSpec
from load import assumptions
from ops.costing.prices import Prices, read_prices
from ops.costing.usage import FULL_CORE_MB

ROUNDS = 4
IMAGES = 1_000_000
# The states Moderate and Judge.
MODERATION_TRANSITIONS = 2


@dataclass(frozen=True, kw_only=True)
class Mode:
    """What one image takes: function invocations, state transitions, calls to AWS and CPU time in ms.

    `longest` is the CPU time of the function that uses the most.
    """

    functions: int
    transitions: int
    dynamodb: int
    s3: int
    cpu: float = 0.0
    longest: float = 0.0


def direct(count: int, cpu: float = 0.0) -> Mode:
    """Return the costs of direct mode, where one function renders `count` variants."""
    return Mode(functions=1, transitions=0, dynamodb=3, s3=1 + count, cpu=cpu, longest=cpu)


def workflow(count: int, cpu: Sequence[float] = (0.0,)) -> Mode:
    """Return the costs of workflow mode. `cpu` has one entry for each function that handles pixels.

    Besides one function per variant there are four: the one that receives the event, Inspect, Finalize and
    Publish. `dynamodb` includes the StartExecution call.
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
    """Render in both modes, in alternating rounds, and keep the lowest CPU time of each part."""
    engine = PillowEngine(Limits())
    info = engine.inspect(content)
    plans = geometry.plan(info, specs)
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
    """Return what Lambda costs in USD for a million images, on arm64 with one full vCPU."""
    waits = mode.dynamodb * latency.dynamodb + mode.s3 * latency.s3_large
    seconds = (mode.cpu + waits) / 1000
    compute = seconds * FULL_CORE_MB / 1024 * prices.usd["lambda_arm64_gb_second"]
    return IMAGES * (compute + mode.functions * prices.usd["lambda_request"])


def table(modes: Sequence[Mode], prices: Prices, latency: assumptions.Latency) -> str:
    """Return the comparison as text, with one line per figure and one column per mode."""
    functions = [lambda_usd(mode, prices, latency) for mode in modes]
    states = [IMAGES * mode.transitions * prices.usd["state_transition"] for mode in modes]
    rows: list[tuple[str, Sequence[float]]] = [
        ("function invocations", [mode.functions for mode in modes]),
        ("state transitions", [mode.transitions for mode in modes]),
        ("calls to DynamoDB, plus StartExecution", [mode.dynamodb for mode in modes]),
        ("calls to S3", [mode.s3 for mode in modes]),
        ("CPU time of the engine, ms", [mode.cpu for mode in modes]),
        ("CPU time of the longest function, ms", [mode.longest for mode in modes]),
        ("Lambda, USD per million images", functions),
        ("Step Functions, USD per million images", states),
        ("total, USD per million images", [sum(each) for each in zip(functions, states, strict=True)]),
    ]
    return "".join(
        f"{name:40}" + "".join(f"{number:12,.0f}" for number in numbers) + "\n" for name, numbers in rows
    )


def main() -> None:
    """Measure both modes with one variant and with all, and print the comparison."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.modes", description="Compare the costs of direct and workflow mode."
    )
    parser.add_argument("image", type=Path, help="the image to measure")
    content = parser.parse_args().image.read_bytes()
    specs = Presets.from_json(PRESETS_FILE.read_bytes()).presets
    modes = [mode for chosen in (specs[:1], specs) for mode in measure(content, chosen)]
    prices, latency = read_prices(), assumptions.read().latency_ms
    moderation = IMAGES * prices.usd["moderated_image"]
    more = IMAGES * MODERATION_TRANSITIONS * prices.usd["state_transition"]
    size = f"{len(content) / 1e6:.1f} MB"
    sys.stdout.write(
        f"{f'Image of {size}':40}{'1 variant':>24}{f'{len(specs)} variants':>24}\n"
        f"{'':40}{''.join(f'{name:>12}' for name in 2 * ('direct', 'workflow'))}\n"
        f"{table(modes, prices, latency)}\n"
        f"Moderating a million images costs {moderation:,.0f} USD, plus {more:,.0f} USD in workflow mode.\n"
        f"CPU time: best of {ROUNDS} rounds on {machine.describe()['CPU']},"
        f" {machine.describe()['architecture']}. List prices in {prices.region}, {prices.date}.\n"
    )


if __name__ == "__main__":
    main()
