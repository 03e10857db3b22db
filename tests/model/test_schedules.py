"""Random schedules, generated and shrunk by Hypothesis.

By default, they are always the same and take a few seconds. To explore more and new ones overnight:

    MODEL_EXAMPLES=20000 python -m pytest tests/model/test_schedules.py
"""

import os

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.machine import Schedules

NIGHTLY = "MODEL_EXAMPLES" in os.environ


def test_no_schedule_violates_an_invariant() -> None:
    profile = settings(
        max_examples=int(os.environ.get("MODEL_EXAMPLES", "250")),
        stateful_step_count=60,
        deadline=None,
        derandomize=not NIGHTLY,
        suppress_health_check=[HealthCheck.too_slow],
    )
    run_state_machine_as_test(Schedules, settings=profile)
