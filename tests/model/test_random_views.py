"""Random schedules of variants on demand. Each seed is one.

Faults that take several crashes at certain points are only found by test_interleavings.
"""

import pytest

from tests.model.mutants import MUTANTS, ORIGINAL, Mutant
from tests.model.random_views import run_schedule
from tests.model.violation import Violation

SEEDS = range(150)


def run_schedules(mutant: Mutant) -> None:
    for seed in SEEDS:
        run_schedule(seed, mutant)


def test_no_schedule_violates_an_invariant() -> None:
    run_schedules(ORIGINAL)


@pytest.mark.parametrize(
    "name",
    [
        "never reads the record again",
        "reads the record again from a cache",
        "reads the record again eventually consistently",
        "renders whatever version is current",
        "keys without the version",
        "keeps variants on demand",
        "retires variants on demand",
    ],
)
def test_some_schedule_detects_the_mutant(name: str) -> None:
    with pytest.raises(Violation):
        run_schedules(MUTANTS[name])
