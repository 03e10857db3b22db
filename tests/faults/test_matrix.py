"""Each call of a run meets each fault once, before and after its effect. `pytest -s` shows the table.

With botocore's retries switched off, so that every fault reaches the project's own code, and again with
the retries as they are. `FAULTS=all` takes all cases, which is some ten minutes' work; else those stand
for the others in which a fault can do most harm: after the effect.
"""

import os
import sys
from collections.abc import Callable
from itertools import product
from uuid import uuid4

import pytest

from chalicelib.domain.keys import image_id
from chalicelib.models import Status
from tests.conftest import PREFIX
from tests.faults.injection import Fault, When
from tests.faults.stage import Stage
from tests.model.tasks import MAX_ATTEMPTS, DeadLetterMessage, Event, Task
from tests.unit.deployment import SETTINGS

EVERYTHING = os.environ.get("FAULTS") == "all"
Scenario = Callable[[Stage, str], Event]

RUN = ("GetItem", "UpdateItem", "GetObject", "PutObject", "PutObject", "PutItem")
CLEANUP = ("ListObjectVersions", "GetItem")
OVERWRITE = (*RUN, *CLEANUP, "PutObjectTagging", "PutObjectTagging", "PutItem")
# A removal that is recorded already needs no claim, and a missing object is asked for twice.
DELETION = (
    *("GetItem", "UpdateItem", "GetObject", "GetObject", "PutItem"),
    *CLEANUP,
    *("DeleteObject", "DeleteObject", "PutItem"),
)


def first_upload(stage: Stage, key: str) -> Event:
    return stage.upload(key, b"image one")


def overwrite(stage: Stage, key: str) -> Event:
    stage.invoke(stage.upload(key, b"image one"))
    return stage.upload(key, b"image two")


def deletion(stage: Stage, key: str) -> Event:
    stage.invoke(stage.upload(key, b"image one"))
    return stage.delete(key)


SCENARIOS: dict[Scenario, tuple[str, ...]] = {first_upload: RUN, overwrite: OVERWRITE, deletion: DELETION}


def positions(scenario: Scenario) -> range:
    """Return which calls are to fail: an overwrite begins with those of a first upload."""
    first = len(RUN) if scenario is overwrite and not EVERYTHING else 0
    return range(first, len(SCENARIOS[scenario]))


def survive(stage: Stage, scenario: Scenario, fault: Fault, when: When) -> list[int]:
    """Let each call meet a fault, with an image for each; return how many attempts failed.

    Raises Violation if one of them ends wrong.
    """
    stage.dead_letters = 0
    images = {f"{PREFIX}{uuid4()}.jpg": position for position in positions(scenario)}
    failures = []
    for key, position in images.items():
        event = scenario(stage, key)
        stage.injector.hit_call(position, fault, when)
        failures.append(stage.invoke(event))
        stage.injector.rest()
    stage.sweep()
    for key in images:
        stage.check(key)
    return failures


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_run_makes_these_calls_and_no_others(bare_stage: Stage, scenario: Scenario, key: str) -> None:
    event = scenario(bare_stage, key)
    bare_stage.injector.rest()
    bare_stage.invoke(event)
    assert tuple(bare_stage.injector.calls) == SCENARIOS[scenario]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_run_recovers_from_a_fault_in_any_call(bare_stage: Stage, scenario: Scenario) -> None:
    calls = [SCENARIOS[scenario][position] for position in positions(scenario)]
    sys.stdout.write(f"\nfailed attempts, {scenario.__name__}: {' '.join(calls)}\n")
    whens = When if EVERYTHING or scenario is first_upload else [When.AFTER]
    for fault, when in product(Fault, whens):
        failures = survive(bare_stage, scenario, fault, when)
        sys.stdout.write(f"{fault.value:>10} {when.value:<6} {failures}\n")
        assert max(failures) <= 1


@pytest.mark.parametrize("when", When if EVERYTHING else [When.AFTER])
@pytest.mark.parametrize(
    "fault",
    [Fault.THROTTLE, Fault.ERROR_500, Fault.TIMEOUT, Fault.RESET] if EVERYTHING else [Fault.TIMEOUT],
)
def test_the_sdks_own_retries_hide_a_fault(stage: Stage, fault: Fault, when: When) -> None:
    for scenario in SCENARIOS if EVERYTHING else [first_upload]:
        assert set(survive(stage, scenario, fault, when)) == {0}


@pytest.mark.parametrize("operation", sorted(set(OVERWRITE)))
def test_a_lasting_fault_ends_in_a_dead_letter_and_is_fixed_by_sending_the_event_again(
    bare_stage: Stage, operation: str, key: str
) -> None:
    stage = bare_stage
    stage.dead_letters = 0
    stage.injector.rest()
    event = overwrite(stage, key)
    stage.injector.hit_operation(operation, Fault.FORBIDDEN)

    def attempt(task: Task) -> None:
        if isinstance(task, DeadLetterMessage):
            stage.injector.rest()
        stage.run(task)

    assert stage.invoke(event, attempt) == MAX_ATTEMPTS
    stage.sweep()
    stage.check(key)
    stage.run(event)
    stage.sweep()
    stage.check(key)
    record = stage.app.store.get(image_id(key, SETTINGS.upload_prefix))
    assert record is not None
    assert record.status is Status.READY
