"""Random schedules of several owners keep their shares, and show every mutant."""

from types import new_class

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.crowd import Crowd
from tests.model.share_mutants import MUTANTS
from tests.model.test_schedules import NIGHTLY
from tests.model.violation import Violation

PROFILE = settings(
    max_examples=2_000 if NIGHTLY else 60,
    stateful_step_count=40,
    deadline=None,
    derandomize=not NIGHTLY,
    suppress_health_check=[HealthCheck.too_slow],
)
FIRST_FAILURE = settings(PROFILE, phases=[Phase.generate], report_multiple_bugs=False)


def test_every_owner_gets_a_share_and_no_event_is_lost() -> None:
    run_state_machine_as_test(Crowd, settings=PROFILE)


@pytest.mark.parametrize("name", MUTANTS)
def test_every_mutant_of_the_shares_is_detected(name: str) -> None:
    mutant = new_class("Mutant", (Crowd,), exec_body=lambda body: body.update(fair_share=MUTANTS[name]))
    with pytest.raises(Violation):
        run_state_machine_as_test(mutant, settings=FIRST_FAILURE)
