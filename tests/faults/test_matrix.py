"""Inject each fault into each call of a run, before and after its effect. `pytest -s` prints a table.

This runs without botocore's retries, so that every fault reaches our own code, and again with them.
`FAULTS=all` covers all cases and takes about ten minutes. Otherwise, only the most harmful faults are
covered: those after the effect.
"""

import os
import sys
from collections.abc import Callable, Iterable
from itertools import product
from uuid import uuid4

import pytest
from msgspec.structs import replace

from chalicelib.models import Status
from tests.conftest import PREFIX
from tests.faults.harness import Harness
from tests.faults.injection import Fault, When
from tests.model.tasks import MAX_ATTEMPTS, DeadLetterMessage, Event, Task

EVERYTHING = os.environ.get("FAULTS") == "all"
# A call that hangs ends with its process, for which test_kills.py has one.
FAULTS = [fault for fault in Fault if fault is not Fault.HANG]
Scenario = Callable[[Harness, str], Event]

RUN = ("GetItem", "UpdateItem", "GetObject", "PutObject", "PutObject", "UpdateItem")
# The record could also have the id that it would have had before ids depended on a secret.
FIRST = ("GetItem", *RUN)
# Outputs of earlier releases, and those on demand, have other keys.
CLEANUP = (*["ListObjectVersions"] * 3, "GetItem")
# The list of retired outputs, and the record.
OVERWRITE = (*RUN, *CLEANUP, *("GetItem", "PutItem"), "UpdateItem")
# The variants are there already. The sweep finishes the cleanup, because the API has claimed the record, too.
AGAIN = (
    *("GetItem", "UpdateItem", "GetObject", "HeadObject", "HeadObject", "UpdateItem"),
    *CLEANUP,
)
# A recorded removal needs no second claim. The object is requested before the claim, and twice after it.
DELETION = (
    *("GetItem", "GetObject", "UpdateItem", "GetObject", "GetObject", "PutItem"),
    *CLEANUP,
    *("DeleteObject", "DeleteObject", "GetItem", "PutItem"),
)


def first_upload(harness: Harness, key: str) -> Event:
    return harness.upload(key, b"image one")


def overwrite(harness: Harness, key: str) -> Event:
    harness.invoke(harness.upload(key, b"image one"))
    return harness.upload(key, b"image two")


def rendering_again(harness: Harness, key: str) -> Event:
    """Request another run as `reprocess` does."""
    harness.invoke(harness.upload(key, b"image one"))
    record = harness.app.records.find(key)
    assert record is not None
    harness.app.store.claim(replace(record, status=Status.PROCESSING))
    return Event(key, None)


def deletion(harness: Harness, key: str) -> Event:
    harness.invoke(harness.upload(key, b"image one"))
    return harness.delete(key)


SCENARIOS: dict[Scenario, tuple[str, ...]] = {
    first_upload: FIRST,
    overwrite: OVERWRITE,
    rendering_again: AGAIN,
    deletion: DELETION,
}


def positions(scenario: Scenario) -> range:
    """Return the positions of the calls to fail. An overwrite starts with the calls of any run."""
    first = len(RUN) if scenario is overwrite and not EVERYTHING else 0
    return range(first, len(SCENARIOS[scenario]))


def inject_into_each_call(harness: Harness, scenario: Scenario, fault: Fault, when: When) -> dict[str, int]:
    """Inject a fault into each call, using a different image for each; return how many attempts failed."""
    images = {}
    for position in positions(scenario):
        key = f"{PREFIX}{uuid4()}.jpg"
        event = scenario(harness, key)
        harness.injector.fail_call(position, fault, when)
        images[key] = harness.invoke(event)
        harness.injector.reset()
    return images


def check_all(harness: Harness, images: Iterable[str]) -> None:
    """Sweep once, which takes as long as many runs; raise Violation if an image is in a wrong state."""
    harness.sweep()
    for key in images:
        harness.check(key)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_run_makes_these_calls_and_no_others(
    no_retry_harness: Harness, scenario: Scenario, key: str
) -> None:
    event = scenario(no_retry_harness, key)
    no_retry_harness.injector.reset()
    no_retry_harness.invoke(event)
    assert tuple(no_retry_harness.injector.calls) == SCENARIOS[scenario]


@pytest.mark.parametrize("scenario", SCENARIOS if EVERYTHING else [first_upload, overwrite, deletion])
def test_a_run_recovers_from_a_fault_in_any_call(no_retry_harness: Harness, scenario: Scenario) -> None:
    calls = [SCENARIOS[scenario][position] for position in positions(scenario)]
    sys.stdout.write(f"\nfailed attempts, {scenario.__name__}: {' '.join(calls)}\n")
    no_retry_harness.dead_letters = 0
    images: dict[str, int] = {}
    whens = When if EVERYTHING or scenario is first_upload else [When.AFTER]
    for fault, when in product(FAULTS, whens):
        injected = inject_into_each_call(no_retry_harness, scenario, fault, when)
        sys.stdout.write(f"{fault.value:>10} {when.value:<6} {list(injected.values())}\n")
        assert max(injected.values()) <= 1
        images |= injected
    check_all(no_retry_harness, images)


@pytest.mark.parametrize("when", When if EVERYTHING else [When.AFTER])
@pytest.mark.parametrize(
    "fault",
    [Fault.THROTTLE, Fault.ERROR_500, Fault.TIMEOUT, Fault.RESET] if EVERYTHING else [Fault.TIMEOUT],
)
def test_the_sdks_own_retries_hide_a_fault(harness: Harness, fault: Fault, when: When) -> None:
    harness.dead_letters = 0
    images: dict[str, int] = {}
    for scenario in SCENARIOS if EVERYTHING else [first_upload]:
        images |= inject_into_each_call(harness, scenario, fault, when)
    assert set(images.values()) == {0}
    check_all(harness, images)


@pytest.mark.parametrize("operation", sorted(set(OVERWRITE)))
def test_a_lasting_fault_ends_in_a_dead_letter_and_is_fixed_by_sending_the_event_again(
    no_retry_harness: Harness, operation: str, key: str
) -> None:
    harness = no_retry_harness
    harness.dead_letters = 0
    harness.injector.reset()
    event = overwrite(harness, key)
    harness.injector.fail_operation(operation, Fault.FORBIDDEN)

    def attempt(task: Task) -> None:
        if isinstance(task, DeadLetterMessage):
            harness.injector.reset()
        harness.run(task)

    assert harness.invoke(event, attempt) == MAX_ATTEMPTS
    harness.sweep()
    harness.check(key)
    harness.run(event)
    harness.sweep()
    harness.check(key)
    record = harness.app.records.find(key)
    assert record is not None
    assert record.status is Status.READY
