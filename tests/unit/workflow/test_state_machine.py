"""infra/workflow.asl.json: what the code relies on, and its diagram in the documentation."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.config.rules import EXECUTION_LIFETIME
from chalicelib.errors import DeliveryFailed, DeliveryPostponed, RenderingInProgress, Transient
from chalicelib.models import Next
from docsite.state_machine import DEFINITION, DIAGRAM, boxes, diagram

MACHINE = json.loads(DEFINITION.read_text("utf-8"))
STATES: dict[str, dict[str, Any]] = {box.name: box.state for box in boxes(MACHINE["States"])}
TASKS = [name for name, state in STATES.items() if state["Type"] == "Task"]
OURS = {"ServiceUnavailable", "OutOfTime"}
# https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html
SERVICE = {"ClientExecutionTimeoutException", "ServiceException", "AWSLambdaException", "SdkClientException"}


def test_the_diagram_is_up_to_date() -> None:
    assert DIAGRAM.read_text("utf-8") == diagram(MACHINE), "run python -m docsite.state_machine"


def test_an_execution_and_its_last_task_end_before_the_sweep() -> None:
    longest = max(STATES[task]["TimeoutSeconds"] for task in TASKS)
    # Lambda ends a task after 60 seconds.
    assert MACHINE["TimeoutSeconds"] + min(60, longest) == EXECUTION_LIFETIME


@pytest.mark.parametrize("task", TASKS)
def test_every_task_retries_transient_errors_with_jitter(task: str) -> None:
    retried = {name for retry in STATES[task]["Retry"] for name in retry["ErrorEquals"]}
    assert {
        *OURS,
        "Sandbox.Timedout",
        "Runtime.ExitError",
        *(f"Lambda.{name}" for name in SERVICE),
    } <= retried
    assert {retry["JitterStrategy"] for retry in STATES[task]["Retry"]} == {"FULL"}


def test_all_transient_errors_of_the_steps_are_retried() -> None:
    of_others = {DeliveryFailed, DeliveryPostponed, RenderingInProgress}
    assert {error.__name__ for error in {*Transient.__subclasses__()} - of_others} == OURS


def test_every_error_ends_in_the_record() -> None:
    catching = {name for name, state in STATES.items() if state.get("Catch")}
    assert catching == {*TASKS, "RenderAll"} - {"Render", "RecordFailure"}
    for name in catching:
        assert STATES[name]["Catch"] == [{"ErrorEquals": ["States.ALL"], "Next": "RecordFailure"}]


def test_choice_states_cover_what_the_tasks_return() -> None:
    assert set(values(MACHINE["States"])) < set(Next)


def values(states: dict[str, Any]) -> Iterator[str]:
    for state in states.values():
        yield from (choice["StringEquals"] for choice in state.get("Choices", ()))


def test_the_number_of_variants_rendered_in_parallel_is_limited() -> None:
    assert 0 < STATES["RenderAll"]["MaxConcurrency"] <= 10
