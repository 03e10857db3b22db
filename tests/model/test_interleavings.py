"""All schedules of small cases keep the invariants, and break them for every mutant."""

import pytest

from tests.model.cases import CASES
from tests.model.explore import explore
from tests.model.invariants import Violation
from tests.model.mutants import MUTANTS

# For each mutant, a case that detects it.
SHOWN_BY = {
    "finalizes unconditionally": "two runs, overwritten",
    "claims without a new revision": "two runs, overwritten",
    "reads before claiming": "two runs, overwritten",
    "keeps whatever is stored": "overwritten and restored",
    "forgets old ids": "two runs, a record under its old id",
    "dead letters check only the status": "an overwrite that can crash at any point",
    "never sweeps": "a deletion that can crash at any point",
    "cleans up without checking the revision": "overwritten and restored",
    "ignores concurrent claims": "a last attempt that crashes while the object is deleted",
    "clears the event before publishing": "an overwrite with events that can crash at any point",
    "publishes before committing": "two runs, overwritten, with events",
    "clears the request before sending": "a deletion with a CDN that can crash at any point",
    "sends the request only once": "a last attempt that crashes while the object is deleted, with a CDN",
    "sends the request before the cleanup": "a deletion with a CDN that can crash at any point",
}


@pytest.mark.parametrize("name", CASES)
def test_no_schedule_of_a_small_case_violates_an_invariant(name: str) -> None:
    assert explore(CASES[name].start()) > 300


@pytest.mark.parametrize("name", MUTANTS)
def test_every_mutant_is_detected(name: str) -> None:
    with pytest.raises(Violation):
        explore(CASES[SHOWN_BY[name]].start(MUTANTS[name]))
