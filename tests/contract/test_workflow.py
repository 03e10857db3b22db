"""Contract of Workflow, for the fake and the Step Functions adapter."""

import time
import uuid
from collections.abc import Iterator

import pytest

from chalicelib.aws.stepfunctions import StepFunctionsWorkflow
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Source
from chalicelib.ports import Workflow
from local.workflow import create_state_machine
from tests.contract.conftest import EMULATORS
from tests.contract.emulators import Emulator
from tests.fakes import FakeWorkflow

SOURCE = Source(etag="e", version_id="v", size=5, content_type="image/jpeg")


@pytest.fixture(params=["fake", *EMULATORS])
def workflow(request: pytest.FixtureRequest) -> Iterator[Workflow]:
    if request.param == "fake":
        yield FakeWorkflow()
        return
    emulator: Emulator = request.getfixturevalue(request.param)
    client = emulator.clients.stepfunctions
    arn = create_state_machine(client)
    yield StepFunctionsWorkflow(client, arn)
    # The emulators run executions in threads, which must end before the server stops.
    deadline = time.monotonic() + 30
    while client.list_executions(stateMachineArn=arn, statusFilter="RUNNING")["executions"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_an_execution_is_started(workflow: Workflow) -> None:
    assert workflow.start(uuid.uuid4().hex, "images/a b+ä.jpg", SOURCE)


def test_an_execution_with_the_same_name_is_not_started_again(workflow: Workflow) -> None:
    name = uuid.uuid4().hex
    workflow.start(name, "images/a.jpg", SOURCE)
    assert not workflow.start(name, "images/b.jpg", SOURCE)


def test_a_missing_state_machine_is_a_transient_error(emulator: Emulator) -> None:
    arn = "arn:aws:states:us-east-1:123456789012:stateMachine:missing"
    with pytest.raises(ServiceUnavailable, match="Starting the workflow"):
        StepFunctionsWorkflow(emulator.clients.stepfunctions, arn).start(
            uuid.uuid4().hex, "images/a.jpg", SOURCE
        )
