"""Write the results of a load test as a Markdown report."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bench.markdown import table
from load.final_state import FinalState
from load.resource_usage import MOTO, OTHERS, WORKERS
from load.results import GOAL, GOAL_PERCENT, Attack, Phase, Results, Verdict
from load.stats import trend

Row = Sequence[str]

PERCENTS = (50, 99)
_CORRECT = (
    "A valid file is *correct* if its image is `ready` and the processed bucket holds exactly the bytes "
    "that the engine produces for it (same size and MD5). A broken file is *correct* if its image is "
    "`failed` with the expected error code and the bucket holds nothing for it. "
    "Times run from the start of the upload to the last update of the record."
)
_MEMORY = (
    "Resident memory in MB, sampled every second. "
    "All columns but the chart exclude the first 10% of the samples."
)
_MEMORY_HEAD = (
    *("Phase", "Worker", "First", "Last", "Peak"),
    *("Growth per 1,000 images", "Chart, from 0 to the peak"),
)


def render(results: Results) -> str:
    """Return the report as Markdown."""
    machine = ", ".join(f"{name} {value}" for name, value in results.machine.items())
    parts = [
        "# Load test results",
        f"Machine: {machine}.",
        f"The test used {results.workers} workers and sent {results.concurrency} images at a time.",
        _table(results.all_phases, _outcomes(results.all_phases)),
        _runs(results.states),
        _CORRECT,
        *(_attack(results.attack) if results.attack else ()),
        *_cpu_time(results.phases),
        "Cost of a single run, called directly in one process and using the emulated AWS services:",
        table(["Run", "AWS calls", "CPU, ms", "Engine's part, ms"], list(_costs(results))),
        "## Memory of the workers",
        _MEMORY,
        table(_MEMORY_HEAD, list(_memory(results.phases))),
    ]
    return "\n\n".join(parts) + "\n"


def _cpu_time(phases: Sequence[Phase]) -> Sequence[str]:
    return (
        "## CPU time by process",
        "CPU time per image in milliseconds, with the average number of busy cores in parentheses.",
        _table(phases, _cpu(phases)),
        _moto_share(phases),
        "## CPU time of the workers",
        "The engine is measured separately from the stack, once for each file.",
        _table(phases, _overhead(phases)),
    )


def _table(phases: Sequence[Phase], rows: Iterable[Row]) -> str:
    return table(["", *(phase.name for phase in phases)], list(rows))


def _outcomes(phases: Sequence[Phase]) -> Iterator[Row]:
    yield ["images sent", *(f"{len(phase.sent):,}" for phase in phases)]
    yield ["of which broken", *(f"{sum(1 for s in phase.sent if s.item.code):,}" for phase in phases)]
    yield ["duplicate events sent", *(f"{sum(len(s.item.delays) for s in phase.sent):,}" for phase in phases)]
    yield ["duration, s", *(f"{phase.usage.seconds:.0f}" for phase in phases)]
    yield ["images per second", *(f"{phase.per_second:.1f}" for phase in phases)]
    for percent in PERCENTS:
        seconds = (phase.seconds_to_end(percent) for phase in phases)
        yield [f"time to `ready` or `failed`, p{percent}, s", *(f"{value:.2f}" for value in seconds)]
    for verdict in Verdict:
        yield [f"**{verdict}**", *(f"{phase.verdicts[verdict]:,}" for phase in phases)]


def _runs(states: Sequence[FinalState]) -> str:
    counts = sum((state.runs for state in states), Counter[str]())
    runs = ", ".join(f"{count:,} {outcome}" for outcome, count in counts.most_common())
    dead_letters, left = (
        sum(each.dead_letters for each in states),
        sum(each.messages_left for each in states),
    )
    return (
        f"Handler runs by outcome: {runs}. Dead letters: {dead_letters}. Messages left in the queues: {left}."
    )


def _attack(attack: Attack) -> Sequence[str]:
    did = ", ".join(f"{count:,} {what}" for what, count in sorted(attack.counts.items()))
    ratios = ", ".join(f"{attack.slowdown(each):.2f} (p{each})" for each in (*PERCENTS, GOAL_PERCENT))
    waited = f"The honest owner's images took this many times as long as alone: {ratios}."
    return (
        "## Hostile owners",
        f"While an honest owner uploaded {len(attack.beside.sent)} images, hostile owners sent {did}.",
        f"{waited} The goal is at most {GOAL:g} (p{GOAL_PERCENT}).",
    )


def _cpu(phases: Sequence[Phase]) -> list[Row]:
    return [
        [name, *(_per_image(phase.usage.cpu[name], phase) for phase in phases)]
        for name in phases[0].usage.cpu
    ]


def _per_image(seconds: float, phase: Phase) -> str:
    return f"{1000 * seconds / len(phase.sent):.1f} ({seconds / phase.usage.seconds:.2f})"


def _moto_share(phases: Sequence[Phase]) -> str:
    moto = (f"{_share_of_test(MOTO, phase)} ({phase.name})" for phase in phases)
    workers = (f"{_share_of_test(WORKERS, phase)} ({phase.name})" for phase in phases)
    return (
        f"moto and the event relay used {' and '.join(moto)} of the test's CPU time, and the workers used "
        f"{' and '.join(workers)}. moto is a single Python process, so it can use only one core."
    )


def _share_of_test(part: str, phase: Phase) -> str:
    total = sum(seconds for name, seconds in phase.usage.cpu.items() if name != OTHERS)
    return f"{phase.usage.cpu[part] / total:.0%}"


def _overhead(phases: Sequence[Phase]) -> list[Row]:
    workers = [phase.usage.cpu[WORKERS] for phase in phases]
    pairs = list(zip(phases, workers, strict=True))
    return [
        ["worker, ms per image", *(f"{1000 * cpu / len(phase.sent):.1f}" for phase, cpu in pairs)],
        ["engine, ms per image", *(f"{1000 * phase.engine / len(phase.sent):.1f}" for phase in phases)],
        ["engine's share", *(f"{phase.engine / cpu:.0%}" for phase, cpu in pairs)],
    ]


def _costs(results: Results) -> Iterator[Row]:
    for cost in results.costs:
        calls = f"{len(cost.calls)}: {', '.join(cost.calls)}"
        yield [cost.name, calls, f"{cost.run:.1f}", f"{cost.engine:.1f}" if cost.engine else ""]


def _memory(phases: Sequence[Phase]) -> Iterator[Row]:
    for phase in phases:
        for number, points in enumerate(phase.usage.memory.values(), start=1):
            if seen := trend(points):
                ends = [f"{value:.0f}" for value in (seen.first, seen.last, seen.highest)]
                slope = 1000 * seen.slope / phase.per_second
                yield [phase.name, str(number), *ends, f"{slope:+.2f}", seen.line]
