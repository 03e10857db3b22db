"""Every schedule of small cases; and each rule of the protocol, once broken, is missed."""

import pytest

from tests.model.broken import BROKEN
from tests.model.cases import CASES
from tests.model.explore import explore
from tests.model.invariants import Violation

# A case that shows what goes wrong without the rule.
SHOWN_BY = {
    "finalizes without its condition": "two runs, overwritten",
    "claims without counting": "two runs, overwritten",
    "reads before it claims": "two runs, overwritten",
    "dead letters look at the status only": "an overwrite that may die at every point",
    "never sweeps": "a deletion that may die at every point",
    "clears without looking again": "overwritten and back again",
    "clears once only": "a last attempt that dies while the object is deleted",
    "forgets before it tells": "a told overwrite that may die at every point",
    "tells before it is final": "two runs, overwritten, told",
}


@pytest.mark.parametrize("name", CASES)
def test_no_schedule_of_a_small_case_violates_an_invariant(name: str) -> None:
    assert explore(CASES[name].position()) > 300


@pytest.mark.parametrize("name", BROKEN)
def test_every_mutant_is_detected(name: str) -> None:
    with pytest.raises(Violation):
        explore(CASES[SHOWN_BY[name]].position(BROKEN[name]))
