"""Compare what an image costs in direct mode and in workflow mode: `python -m bench.modes IMAGE`.

The engine's CPU time is measured on this machine with the shipped presets. Calls and prices are those of
`python -m ops cost`, latencies of DynamoDB and S3 those of load/assumptions.json.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import machine
from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.bootstrap.engine import default_engine
from chalicelib.bootstrap.presets import read_presets
from chalicelib.models import VariantSpec
from load import assumptions
from ops.costing.calls import Calls, direct, moderated, workflow
from ops.costing.engine_times import count_variants
from ops.costing.measuring import ROUNDS, measure
from ops.costing.prices import PRICES, USD, dated
from ops.costing.usage import FULL_CORE_MB

IMAGES = 1_000_000
_BILLED = ("lambda_arm64_gb_second", "lambda_request", "state_transition", "rekognition_image")


@dataclass(frozen=True, kw_only=True)
class Mode:
    """What one image takes: calls, and CPU time in ms, of all functions and of the one that uses the most."""

    calls: Calls
    cpu: float = 0.0
    longest: float = 0.0


def compare(content: bytes, specs: Sequence[VariantSpec]) -> tuple[Mode, Mode]:
    """Measure direct mode and workflow mode."""
    rendering, count = measure(default_engine(), content, specs), count_variants(specs)
    return (
        Mode(calls=direct(count), cpu=rendering.direct, longest=rendering.direct),
        Mode(calls=workflow(len(specs), count), cpu=rendering.workflow, longest=rendering.longest),
    )


def lambda_usd(mode: Mode, usd: Mapping[str, float], latency: assumptions.Latency) -> float:
    """Return what Lambda costs in USD for a million images, on arm64 with one full vCPU."""
    waits = mode.calls.short * latency.dynamodb + mode.calls.s3 * latency.s3_large
    seconds = (mode.cpu + waits) / 1000
    compute = seconds * FULL_CORE_MB / 1024 * usd["lambda_arm64_gb_second"]
    return IMAGES * (compute + mode.calls.functions * usd["lambda_request"])


def table(modes: Sequence[Mode], usd: Mapping[str, float], latency: assumptions.Latency) -> str:
    """Return the comparison as text, with one line per figure and one column per mode."""
    functions = [round(lambda_usd(mode, usd, latency)) for mode in modes]
    states = [round(IMAGES * mode.calls.transitions * usd["state_transition"]) for mode in modes]
    rows: list[tuple[str, Sequence[float]]] = [
        ("function invocations", [mode.calls.functions for mode in modes]),
        ("state transitions", [mode.calls.transitions for mode in modes]),
        ("calls to DynamoDB, plus StartExecution", [mode.calls.short for mode in modes]),
        ("calls to S3", [mode.calls.s3 for mode in modes]),
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
    specs = read_presets(PRESETS_FILE).presets
    modes = [mode for chosen in (specs[:1], specs) for mode in compare(content, chosen)]
    latency = assumptions.read().latency_ms
    moderation = IMAGES * USD["rekognition_image"]
    transitions = moderated(workflow(1, 1)).transitions - workflow(1, 1).transitions
    more = IMAGES * transitions * USD["state_transition"]
    size = f"{len(content) / 1e6:.1f} MB"
    sys.stdout.write(
        f"{f'Image of {size}':40}{'1 variant':>24}{f'{len(specs)} variants':>24}\n"
        f"{'':40}{''.join(f'{name:>12}' for name in 2 * ('direct', 'workflow'))}\n"
        f"{table(modes, USD, latency)}\n"
        f"Moderating a million images costs {moderation:,.0f} USD, plus {more:,.0f} USD in workflow mode.\n"
        f"CPU time: best of {ROUNDS} rounds on {machine.describe()['CPU']},"
        f" {machine.describe()['architecture']}.\n{dated([PRICES[name] for name in _BILLED])}.\n"
    )


if __name__ == "__main__":
    main()
