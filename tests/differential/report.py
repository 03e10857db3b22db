"""Print the verdicts as tables."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from tests.differential.differences import meant
from tests.differential.verdict import Verdict

_EXAMPLES = 3
_COUNTED = ("right", "disputed", "meant", "incomplete", "undecided", "wrong")


def status(verdict: Verdict) -> str:
    """Return the verdict's status, `meant` if a listed difference explains it."""
    return "meant" if meant(verdict) else verdict.status


def lines(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield a table of the formats, one of what differs by kind, and how many there are of each status."""
    yield from _formats(verdicts)
    for heading in ("wrong", "disputed", "meant", "undecided"):
        chosen = [verdict for verdict in verdicts if status(verdict) == heading]
        if chosen:
            yield from ("", f"{heading}:", *_kinds(chosen))


def _formats(verdicts: Sequence[Verdict]) -> Iterator[str]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for verdict in verdicts:
        for row in (_format(verdict), "all"):
            counts[row][status(verdict)] += 1
    yield f"{'':12}" + "".join(f"{name:>12}" for name in _COUNTED)
    for row in sorted(counts, key=lambda row: (row == "all", row)):
        yield f"{row:12}" + "".join(f"{counts[row][name]:12}" for name in _COUNTED)


def _kinds(verdicts: Sequence[Verdict]) -> Iterator[str]:
    groups: dict[tuple[str, str, str], list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        groups[_format(verdict), verdict.judge or "", _kind(verdict)].append(verdict)
    for (format_, judge, kinds), group in sorted(groups.items(), key=lambda item: -len(item[1])):
        yield f"{len(group):5}  {format_}: {kinds} ({judge})"
        shared = _shared(group)
        if len(group) > 1 and shared:
            yield f"         all: {', '.join(shared)}"
        for verdict in group[:_EXAMPLES]:
            yield f"         {_described(verdict)}"


def _kind(verdict: Verdict) -> str:
    """Return the kinds of faults, and the outputs that have them if the lossless still is not among them."""
    kinds = ", ".join(sorted({fault.kind for fault in verdict.faults}))
    outputs = sorted({fault.output for fault in verdict.faults} - {""})
    return kinds if not outputs or "png" in outputs else f"{kinds} in {', '.join(outputs)}"


def _described(verdict: Verdict) -> str:
    details = "; ".join(f"{fault.output} {fault.detail}".strip() for fault in verdict.faults if fault.detail)
    note = f", {verdict.agrees} agrees" if verdict.agrees else ""
    difference = meant(verdict)
    return f"{verdict.case.name}: {details}{note}" + (f": {difference.reason}" if difference else "")


def _shared(verdicts: Sequence[Verdict]) -> list[str]:
    """Return the axis values that all these files have in common."""
    first, *rest = (verdict.case.name.split("-")[1:] for verdict in verdicts)
    return [value for value in first if all(value in other for other in rest)]


def _format(verdict: Verdict) -> str:
    return verdict.case.name.replace("/", "-").split("-")[0]
