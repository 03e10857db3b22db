"""Searches that take too long for every day: the bounds that these cases have had without any violation."""

from dataclasses import replace

from tests.model.case import Case
from tests.model.cases import CASES
from tests.model.explore import UNBOUNDED


def _deeper(name: str, *, crashes: int | None = None, preemptions: int | None = None) -> Case:
    """Return a case with larger bounds, where they are given."""
    case = CASES[name]
    return replace(
        case,
        crashes=case.crashes if crashes is None else crashes,
        preemptions=case.preemptions if preemptions is None else preemptions,
    )


_BOUNDS: dict[str, dict[str, int]] = {
    "two runs, a record under its old id": {"preemptions": UNBOUNDED},
    "two runs, overwritten, with events": {"preemptions": UNBOUNDED},
    "a last attempt that crashes while the object is deleted": {"preemptions": 2},
    "overwritten and deleted": {"preemptions": 2},
    "three runs, overwritten and deleted": {"preemptions": 2},
    "a form used again, with crashes": {"crashes": 2},
    "a form used again after a deletion, with a stranger": {"preemptions": UNBOUNDED},
    "restored while its retired files are due": {"crashes": 2},
    "overwritten while retired files are due": {"preemptions": 2},
    "deleted while retired files are due": {"preemptions": 2},
    "a record from a backup while its files are due": {"crashes": 2, "preemptions": UNBOUNDED},
    "uploaded again while an erasure ends": {"preemptions": 1},
}
DEEPER_CASES = {name: _deeper(name, **bounds) for name, bounds in _BOUNDS.items()}
