"""The differences from the first judge that we mean, each with its reason and who agrees with us."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from tests.differential.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of the generated files whose names match `names`, with `kind` of fault."""

    names: str
    kind: str
    reason: str
    agrees: str


DIFFERENCES: tuple[Difference, ...] = ()


def meant(verdict: Verdict) -> Difference | None:
    """Return the listed difference that explains this verdict."""
    return next((difference for difference in DIFFERENCES if _explains(difference, verdict)), None)


def outdated(verdict: Verdict) -> Difference | None:
    """Return the listed difference that says that this file differs, although it does not."""
    if verdict.faults or verdict.judge is None:
        return None
    return next(
        (difference for difference in DIFFERENCES if fnmatchcase(verdict.case.name, difference.names)),
        None,
    )


def _explains(difference: Difference, verdict: Verdict) -> bool:
    return fnmatchcase(verdict.case.name, difference.names) and all(
        fault.kind == difference.kind for fault in verdict.faults
    )
