"""Schedules by chance, found and shrunk by Hypothesis.

The same ones every time, in a few seconds. For a night, new ones, and as many as there is time for:

    MODEL_EXAMPLES=20000 python -m pytest tests/model/test_schedules.py
"""

import os

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.machine import Schedules

NIGHTLY = "MODEL_EXAMPLES" in os.environ


def test_no_schedule_violates_an_invariant() -> None:
    profile = settings(
        max_examples=int(os.environ.get("MODEL_EXAMPLES", "300")),
        stateful_step_count=60,
        deadline=None,
        derandomize=not NIGHTLY,
        suppress_health_check=[HealthCheck.too_slow],
    )
    run_state_machine_as_test(Schedules, settings=profile)
