"""Write the results of a load test as a Markdown report."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bench.markdown import table
from load.final_state import FinalState
from load.resource_usage import API, MOTO, WORKERS
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
_PROCESSORS = (
    "All processes share this machine's processors, while on AWS each function has its own. There, hostile "
    "owners can only make others wait for a run to start."
)
_CPU_TIME = (
    "CPU time per image in milliseconds, with the average number of busy cores in parentheses. "
    "The engine is measured separately from the stack, once for each file."
)
_MEMORY = "Resident memory in MB, sampled every second, without the first 10% of the samples."
_MEMORY_HEAD = "Phase", "Worker", "First", "Last", "Peak", "Growth per 1,000 images"


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
        "## CPU time by process",
        _CPU_TIME,
        _table(results.phases, _cpu(results.phases)),
        _moto_share(results.phases),
        "Cost of a single run of the handler, alone in its process and using the emulated AWS services:",
        table(["Run", "AWS calls", "CPU, ms", "Engine's part, ms"], list(_costs(results))),
        "## Memory of the workers",
        _MEMORY,
        table(_MEMORY_HEAD, list(_memory(results.phases))),
    ]
    return "\n\n".join(parts) + "\n"


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
    dead = sum(state.dead_letters for state in states)
    left = sum(state.messages_left for state in states)
    return f"Handler runs by outcome: {runs}. Dead letters: {dead}. Messages left in the queues: {left}."


def _attack(attack: Attack) -> Sequence[str]:
    did = "; ".join(f"{what}: {count:,}" for what, count in sorted(attack.counts.items()))
    percents = PERCENTS[0], GOAL_PERCENT, PERCENTS[1]
    rows = {
        "time to `ready` or `failed`, times as long": attack.slowdown,
        "from the last byte to the start of the run, alone, s": attack.alone.seconds_to_start,
        "the same, beside hostile owners, s": attack.beside.seconds_to_start,
        "**time with this wait and all else as alone, times as long**": attack.slowdown_by_waiting,
    }
    return (
        "## Hostile owners",
        f"What hostile owners did while an honest owner uploaded {len(attack.beside.sent)} images: {did}.",
        table(
            ["", *(f"p{each}" for each in percents)],
            [[name, *(f"{measure(each):.2f}" for each in percents)] for name, measure in rows.items()],
        ),
        f"{_PROCESSORS} The goal for the last row is at most {GOAL:g} (p{GOAL_PERCENT}).",
    )


def _cpu(phases: Sequence[Phase]) -> Iterator[Row]:
    for name in phases[0].usage.cpu:
        yield [name, *(_per_image(phase.usage.cpu[name], phase) for phase in phases)]
        if name == WORKERS:
            yield ["of which the engine", *(_per_image(phase.engine, phase) for phase in phases)]


def _per_image(seconds: float, phase: Phase) -> str:
    return f"{1000 * seconds / len(phase.sent):.1f} ({seconds / phase.usage.seconds:.2f})"


def _moto_share(phases: Sequence[Phase]) -> str:
    outside = (f"{1 - _share_of_stack(MOTO, phase):.0%} ({phase.name})" for phase in phases)
    workers = (f"{_share_of_stack(WORKERS, phase):.0%} ({phase.name})" for phase in phases)
    return (
        f"{' and '.join(outside)} of the stack's CPU time, which is that of the first three rows, was spent "
        f"outside moto and the event relay, and {' and '.join(workers)} in the workers. moto is a single "
        "Python process, so it can use only one core."
    )


def _share_of_stack(part: str, phase: Phase) -> float:
    cpu = phase.usage.cpu
    return cpu[part] / (cpu[MOTO] + cpu[API] + cpu[WORKERS])


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
                yield [phase.name, str(number), *ends, f"{slope:+.2f}"]
