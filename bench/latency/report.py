"""Tables about the runs, and the targets. Pure functions; all times are in ms."""

from collections.abc import Mapping, Sequence
from statistics import median, quantiles

from bench import markdown
from bench.latency.checkout import Run

# The waits of all variants relative to those of one, and the median relative to what cannot be avoided.
MOST_WAITS, MOST_TIME = 1.15, 1.25
_COLUMNS = (
    *("variants", "p50", "p99", "CPU", "engine's CPU", "waits"),
    *("unavoidable waits", "p50, ratio", "late"),
)


def unavoidable(run: Run, latency: Mapping[str, float]) -> float:
    """Return how long a run must wait: for each call that needs the one before, and for one variant.

    The retention policy can be read while that is being stored.
    """
    puts = [latency[kind] for operation, kind in run.calls if operation == "PutObject"]
    others = [latency[kind] for operation, kind in run.calls if operation != "PutObject"]
    return sum(others) - latency["dynamodb"] + min(puts)


def waits(runs: Sequence[Run]) -> float:
    """Return the median of the wall clock less CPU, which is what a function with one core waits."""
    return median(run.wall - run.cpu for run in runs)


def time_ratio(runs: Sequence[Run], latency: Mapping[str, float]) -> float:
    """Return the median time relative to the unavoidable waits and the engine's time."""
    least = median(unavoidable(run, latency) + run.engine for run in runs)
    return median(run.wall for run in runs) / least


def table(by_variants: Mapping[int, Sequence[Run]], latency: Mapping[str, float]) -> str:
    """Return a line for each number of variants, as Markdown."""
    rows = []
    for count, runs in by_variants.items():
        walls = [run.wall for run in runs]
        rows.append(
            [
                f"{count}",
                f"{median(walls):.0f}",
                f"{quantiles(walls, n=100, method='inclusive')[98]:.0f}",
                f"{median(run.cpu for run in runs):.0f}",
                f"{median(run.engine for run in runs):.0f}",
                f"{waits(runs):.0f}",
                f"{median(unavoidable(run, latency) for run in runs):.0f}",
                f"{time_ratio(runs, latency):.2f}",
                f"{median(run.late for run in runs):.1f}",
            ]
        )
    return markdown.table(_COLUMNS, rows) + "\n"


def targets(by_variants: Mapping[int, Sequence[Run]], latency: Mapping[str, float]) -> str:
    """Return whether the targets are met, for one variant and for the most."""
    fewest, *_, most = by_variants
    more_waits = waits(by_variants[most]) / waits(by_variants[fewest])
    ratio = time_ratio(by_variants[most], latency)
    return (
        f"Waits of {most} variants relative to {fewest}: {more_waits:.2f}; the target is {MOST_WAITS}.\n"
        f"p50 of {most} variants relative to the unavoidable waits and the engine's time: {ratio:.2f};"
        f" the target is {MOST_TIME}.\n"
    )
