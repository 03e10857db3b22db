"""infra/workflow.asl.json, executed: how images and failed executions end."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec import convert, to_builtins

from chalicelib.bootstrap.application import Darkroom
from chalicelib.domain.s3_events import DeadLetter, from_dead_letter
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import InspectInput, Label, Work
from local.execution_failures import report_execution_failures
from local.lambda_invoke_api import accept_invocations
from local.resources import upload_function
from local.workflow import create_state_machine
from tests.conftest import PREFIX
from tests.fakes import FakeModerator
from tests.functional.conftest import App
from tests.functional.state_machine import Functions, Machine


@pytest.fixture
def machine(app: App) -> Iterator[Machine]:
    clients, resources = app.aws.clients, app.aws.resources
    functions = Functions(app.chalice._app)  # noqa: SLF001 - no public API
    others = upload_function(clients, resources)
    accept_invocations(others | functions.handlers())
    report_execution_failures(clients.sqs, resources.failures.url)
    yield Machine(app, create_state_machine(clients.stepfunctions), functions)
    accept_invocations(others)


@pytest.fixture
def key() -> str:
    return f"{PREFIX}{uuid.uuid4()}.png"


def document(machine: Machine, key: str) -> dict[str, Any]:
    return dict(machine.app.get(f"/images/{machine.app.id_of(key)}").json_body)


def dead_letter(machine: Machine) -> DeadLetter:
    """Receive the message that the rule for failed executions has sent to the failures queue."""
    sqs, url = machine.app.aws.clients.sqs, machine.app.aws.resources.failures.url
    (message,) = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5)["Messages"]
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return from_dead_letter(message["Body"])


def bytes_of(machine: Machine, key: str) -> list[bytes]:
    s3, bucket = machine.app.aws.clients.s3, machine.app.aws.resources.dest_bucket
    return [s3.get_object(Bucket=bucket, Key=name)["Body"].read() for name in machine.app.outputs(key)]


def test_an_image_becomes_ready_with_the_same_result_as_in_direct_mode(
    machine: Machine, key: str, png: bytes
) -> None:
    execution = machine.run(key, png)
    assert execution["status"] == "SUCCEEDED"
    assert machine.functions.invoked == ["inspect", "render", "finalize", "publish"]
    other = f"{PREFIX}{uuid.uuid4()}.png"
    machine.app.deliver(machine.app.put(other, png))
    mine, direct = document(machine, key), document(machine, other)
    assert (mine["status"], mine["execution"], direct["execution"]) == ("ready", execution["name"], None)
    assert {name for name in mine if mine[name] == direct[name]} >= {"size", "width", "height", "placeholder"}
    assert bytes_of(machine, key) == bytes_of(machine, other) != []


def test_a_file_that_is_not_an_image_fails_without_being_rendered(machine: Machine, key: str) -> None:
    assert machine.run(key, b"text")["status"] == "SUCCEEDED"
    assert machine.functions.invoked == ["inspect", "finalize", "publish"]
    assert document(machine, key)["error"]["code"] == "unsupported_format"


def test_a_transient_error_is_retried(machine: Machine, key: str, png: bytes) -> None:
    machine.functions.errors["render"] = [ServiceUnavailable("slow down")]
    assert machine.run(key, png)["status"] == "SUCCEEDED"
    assert machine.functions.invoked.count("render") == 2
    assert document(machine, key)["status"] == "ready"


def test_a_permanent_error_marks_the_image_as_failed(machine: Machine, key: str, png: bytes) -> None:
    machine.functions.errors["inspect"] = [KeyError("a bug")]
    assert machine.run(key, png)["status"] == "FAILED"
    assert machine.functions.invoked == ["inspect", "record_failure"]
    assert [object_event.key for object_event in dead_letter(machine).object_events] == [key]
    assert document(machine, key)["error"]["code"] == "processing_failed"


def test_a_superseded_execution_succeeds_without_effect(machine: Machine, key: str, png: bytes) -> None:
    newer = png + b"newer"
    machine.functions.before["finalize"] = lambda: machine.app.deliver(machine.app.put(key, newer))
    execution = machine.run(key, png)
    assert execution["status"] == "SUCCEEDED"
    assert json.loads(execution["output"])["outcome"] == "superseded"
    assert "publish" not in machine.functions.invoked
    assert (document(machine, key)["size"], document(machine, key)["status"]) == (len(newer), "ready")


def test_a_refused_image_is_never_rendered(machine: Machine, key: str, png: bytes) -> None:
    moderated = Darkroom(machine.app.aws.environment)
    vars(moderated)["moderator"] = FakeModerator([Label(name="Violence", confidence=99.0)])
    tasks = moderated.tasks
    machine.functions.replacements = {
        "inspect": lambda event: to_builtins(tasks.inspect(convert(event, InspectInput))),
        "moderate": lambda event: to_builtins(tasks.moderate(convert(event, Work))),
    }
    assert machine.run(key, png)["status"] == "SUCCEEDED"
    assert machine.functions.invoked == ["inspect", "moderate", "finalize", "publish"]
    assert document(machine, key)["error"]["code"] == "content_refused"
    assert machine.app.outputs(key) == {}
