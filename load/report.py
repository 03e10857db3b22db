"""The report, in Markdown. Every number in it is measured."""

from collections.abc import Iterator, Sequence

from load.resource_usage import MOTO, OTHERS, WORKERS
from load.results import Phase, Results
from load.stats import trend
from load.verdicts import Verdict

Row = Sequence[str]


def render(results: Results) -> str:
    """Return the whole report."""
    machine = ", ".join(f"{name} {value}" for name, value in results.machine.items())
    parts = [
        "# Load: every picture accounted for",
        f"Measured on: {machine}. {results.workers} workers, {results.at_a_time} pictures at a time.",
        table(["", *(phase.name for phase in results.phases)], list(_outcomes(results))),
        _runs(results),
        "## Who used the CPU",
        "Milliseconds of CPU per picture, and in brackets the mean number of cores kept busy.",
        table(["", *(phase.name for phase in results.phases)], _cpu(results.phases)),
        *(_pace(phase) for phase in results.phases),
        "## A worker's CPU: pictures or overhead",
        "The engine is measured apart from the stack, on the same files, each once.",
        table(["", *(phase.name for phase in results.phases)], _overhead(results.phases)),
        "One run, called in one process over the stack's AWS:",
        table(["Run", "AWS calls", "CPU ms", "of it engine"], list(_costs(results))),
        "## Memory of the workers",
        "Resident MB, every second; the slope leaves out the first tenth.",
        table(
            ["Phase", "Worker", "first", "last", "highest", "MB per 1,000 pictures", "from 0 to the highest"],
            list(_memory(results.phases)),
        ),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _outcomes(results: Results) -> Iterator[Row]:
    phases = results.phases
    verdicts = [results.verdicts(phase) for phase in phases]
    yield ["pictures sent", *(f"{len(phase.sent):,}" for phase in phases)]
    yield ["of these broken files", *(f"{sum(1 for s in phase.sent if s.item.code):,}" for phase in phases)]
    yield ["events sent twice", *(f"{sum(len(s.item.delays) for s in phase.sent):,}" for phase in phases)]
    yield ["seconds", *(f"{phase.watch.seconds:.0f}" for phase in phases)]
    yield ["pictures per second", *(f"{phase.per_second:.1f}" for phase in phases)]
    for percent in (50, 99):
        seconds = (results.seconds_to_end(phase, percent) for phase in phases)
        yield [f"seconds to `ready` or `failed`, p{percent}", *(f"{value:.2f}" for value in seconds)]
    for verdict in Verdict:
        yield [f"**{verdict}**", *(f"{found[verdict]:,}" for found in verdicts)]


def _runs(results: Results) -> str:
    runs = ", ".join(f"{count:,} {outcome}" for outcome, count in results.runs.most_common())
    return (
        f"Runs of the handler, by outcome: {runs}. Dead letters: {results.dead_letters}. "
        f"Messages left in the queues: {results.messages_left}.\n\n"
        "*right*: a good file is `ready`, and exactly the engine's own bytes (size and MD5) lie in the "
        "bucket; a broken one is `failed` with the code of its kind, and nothing lies in the bucket. "
        "Seconds count from the start of the upload to the time that the record itself carries."
    )


def _cpu(phases: Sequence[Phase]) -> list[Row]:
    return [
        [name, *(_share(phase.watch.cpu[name], phase) for phase in phases)] for name in phases[0].watch.cpu
    ]


def _share(seconds: float, phase: Phase) -> str:
    return f"{1000 * seconds / len(phase.sent):.1f} ({seconds / phase.watch.seconds:.2f})"


def _pace(phase: Phase) -> str:
    cpu = phase.watch.cpu
    ours = sum(seconds for name, seconds in cpu.items() if name != OTHERS)
    return (
        f"{phase.name}: moto with its relay took {cpu[MOTO] / ours:.0%} of the stack's CPU, the workers "
        f"{cpu[WORKERS] / ours:.0%}; moto is one Python process and can keep no more than one core busy."
    )


def _overhead(phases: Sequence[Phase]) -> list[Row]:
    workers = [phase.watch.cpu[WORKERS] for phase in phases]
    pairs = list(zip(phases, workers, strict=True))
    return [
        ["worker, ms per picture", *(f"{1000 * cpu / len(phase.sent):.1f}" for phase, cpu in pairs)],
        ["engine, ms per picture", *(f"{1000 * phase.engine / len(phase.sent):.1f}" for phase in phases)],
        ["share of the engine", *(f"{phase.engine / cpu:.0%}" for phase, cpu in pairs)],
    ]


def _costs(results: Results) -> Iterator[Row]:
    for cost in results.costs:
        calls = f"{len(cost.calls)}: {', '.join(cost.calls)}"
        yield [cost.name, calls, f"{cost.run:.1f}", f"{cost.engine:.1f}" if cost.engine else ""]


def _memory(phases: Sequence[Phase]) -> Iterator[Row]:
    for phase in phases:
        for number, points in enumerate(phase.watch.memory.values(), start=1):
            if seen := trend(points):
                ends = [f"{value:.0f}" for value in (seen.first, seen.last, seen.highest)]
                slope = 1000 * seen.slope / phase.per_second
                yield [phase.name, str(number), *ends, f"{slope:+.2f}", seen.line]


def table(head: Row, rows: Sequence[Row]) -> str:
    """Return a Markdown table: the first column left, the others right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
