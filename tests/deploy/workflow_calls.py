"""A call of each function of the workflow, after the ones before it in the state machine."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.deploy.account import OWNER, new_key
from tests.deploy.functions import Functions

Json = dict[str, Any]


def inspect(functions: Functions) -> None:
    assert _inspected(functions)["next"] == "render"


def moderate(functions: Functions) -> None:
    moderated = functions.call("WorkflowModerate", _inspected(functions)["work"])
    assert moderated["next"] == "render"


def render(functions: Functions) -> None:
    (part,) = _rendered(functions, _inspected(functions))["parts"]
    bucket, key = functions.aws.resources.dest_bucket, part["stored"][0]["output"]["key"]
    assert functions.aws.clients.s3.head_object(Bucket=bucket, Key=key)["ContentType"] == "image/png"


def finalize(functions: Functions) -> None:
    inspected = _inspected(functions)
    assert _finalized(functions, inspected)["next"] == "publish"
    assert functions.status(_key(inspected)) == "ready"


def publish(functions: Functions) -> None:
    inspected = _inspected(functions)
    result = _finalized(functions, inspected)["result"]
    assert functions.record(_key(inspected))["pending_event_for"] == {"S": OWNER}
    functions.call("WorkflowPublish", result)
    assert "pending_event_for" not in functions.record(_key(inspected))


def record_failure(functions: Functions) -> None:
    inspected = _inspected(functions)
    event = {"key": _key(inspected), "source": inspected["work"]["source"]}
    functions.call("WorkflowRecordFailure", {**event, "error": {"Error": "States.Timeout", "Cause": "any"}})
    assert functions.status(_key(inspected)) == "failed"


CALLS: Mapping[str, Callable[[Functions], None]] = {
    "WorkflowInspect": inspect,
    "WorkflowModerate": moderate,
    "WorkflowRender": render,
    "WorkflowFinalize": finalize,
    "WorkflowPublish": publish,
    "WorkflowRecordFailure": record_failure,
}


def _inspected(functions: Functions) -> Json:
    key = new_key()
    functions.upload(key)
    task_input = {"key": key, "source": {"etag": "any"}, "execution": "an-execution"}
    inspected: Json = functions.call("WorkflowInspect", task_input)
    return inspected


def _rendered(functions: Functions, inspected: Json) -> Json:
    """Return the state machine's state after its map."""
    work = inspected["work"]
    orders = ({"work": work, "variant": plan["spec"]["name"]} for plan in work["plans"])
    return {**inspected, "parts": [functions.call("WorkflowRender", order) for order in orders]}


def _finalized(functions: Functions, inspected: Json) -> Json:
    finalized: Json = functions.call("WorkflowFinalize", _rendered(functions, inspected))
    return finalized


def _key(inspected: Json) -> str:
    return str(inspected["work"]["image"]["key"])
