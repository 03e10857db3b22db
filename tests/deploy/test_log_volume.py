"""How much the functions log for one image, counted from what they write when Lambda's runtime runs them.

The template suppresses Lambda's own lines of successful invocations, and API Gateway writes no access logs.
"""

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from PIL import Image

from chalicelib.bootstrap.access import Access
from ops.costing import usage
from tests.deploy import lambda_events, workflow_calls
from tests.deploy.account import OWNER
from tests.deploy.functions import Functions
from tests.deploy.needs_package import MARKS
from tests.processes import MARKER

pytestmark = [
    *MARKS,
    getattr(pytest.mark, MARKER),
    # the environment, which the calls need to create a token
    pytest.mark.usefixtures("deployed_app"),
]

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
CLOUDWATCH_BYTES_PER_LINE = 26
FUNCTIONS = ("Authorize", "APIHandler", "ProcessUpload")
BUDGET = 1536
# The estimate is a round number.
TOLERANCE = 30
# What is measured differs in digits between machines and runs, so lines are counted with these values.
USUAL_MS, USUAL_MB = 100, 100
# The limits of the functions: no duration has more digits, and no use of memory.
LONGEST_MS, LARGEST_MB = 60_000, 1769


def photo() -> bytes:
    """Return a file of 3 MB."""
    buffer = io.BytesIO()
    Image.merge("RGB", [Image.effect_noise((1000, 1000), 100) for _ in "RGB"]).save(buffer, "PNG")
    return buffer.getvalue()


@contextmanager
def written(functions: Functions, *names: str) -> Iterator[list[bytes]]:
    """Return the lines that the functions write inside the block, once that has ended."""
    before = {name: len(functions.lines(name)) for name in names}
    lines: list[bytes] = []
    yield lines
    for name, count in before.items():
        lines += functions.lines(name)[count:]


def billed(line: bytes, milliseconds: int = USUAL_MS, megabytes: int = USUAL_MB) -> int:
    """Return the bytes that CloudWatch counts for a line if each duration and memory in it had this value."""
    members = json.loads(line)
    assert serialized(members) == line
    metrics = members["_aws"]["CloudWatchMetrics"][0]["Metrics"] if "_aws" in members else []
    for name in ["duration_ms", *(each["Name"] for each in metrics if each["Unit"] == "Milliseconds")]:
        values = members[name]
        members[name] = [milliseconds] * len(values) if isinstance(values, list) else milliseconds
    if "max_memory_mb" in members:
        members["max_memory_mb"] = megabytes
    if "stage" in members:
        members["stage"] = "prod"  # as in the guides
    return len(serialized(members)) + CLOUDWATCH_BYTES_PER_LINE


def serialized(members: Mapping[str, object]) -> bytes:
    return json.dumps(members, separators=(",", ":")).encode()


def process(functions: Functions, presets: list[str], content: bytes) -> None:
    """Create an image, upload its file, and look at it once it is ready, with one token."""
    _, token = Access(functions.aws.environment).registry.create(OWNER)
    functions.call("Authorize", lambda_events.authorization(token))
    body = {"filename": "IMG_20260131_1200.png", "variants": presets}
    created = json.loads(functions.call("APIHandler", lambda_events.request("POST", "/images", body))["body"])
    functions.call("ProcessUpload", functions.put(created["upload"]["fields"]["key"], content, created["id"]))
    query = {"key": created["status_url"].partition("?key=")[2]}
    look = lambda_events.request("GET", "/status/{image_id}", query=query, image_id=created["id"])
    assert json.loads(functions.call("APIHandler", look)["body"])["status"] == "ready"


@pytest.mark.parametrize("presets", [["300x300"], ["300x300", "square", "small", "large"]], ids=len)
def test_an_image_has_one_line_per_request_and_run_within_the_budget_and_as_the_estimate_says(
    functions: Functions, presets: list[str]
) -> None:
    content = photo()
    process(functions, presets, content)  # the cold starts
    with written(functions, *FUNCTIONS) as lines:
        process(functions, presets, content)
    assert sum(billed(line, LONGEST_MS, LARGEST_MB) for line in lines) <= BUDGET
    form, look, run = map(billed, lines)
    assert [form, look] == pytest.approx([usage.LOG_SHORT] * 2, abs=TOLERANCE)
    assert run == pytest.approx(usage.LOG_DIRECT, abs=TOLERANCE)


def test_the_largest_values_are_the_defaults_of_the_functions_limits(functions: Functions) -> None:
    for name in FUNCTIONS:
        properties = functions.template["Resources"][name]["Properties"]
        assert (properties["Timeout"], properties["MemorySize"]) == ({"Ref": "Timeout"}, {"Ref": "Memory"})
    parameters = functions.template["Parameters"]
    assert int(parameters["Timeout"]["Default"]) * 1000 == LONGEST_MS
    assert int(parameters["Memory"]["Default"]) == LARGEST_MB


def test_a_line_is_counted_alike_however_long_everything_takes() -> None:
    def run(value: int) -> bytes:
        metrics = [{"Name": name, "Unit": "Milliseconds"} for name in ("Read", "Store")]
        measured = {"duration_ms": value, "max_memory_mb": value, "Read": value, "Store": [value, value]}
        return serialized({**measured, "_aws": {"CloudWatchMetrics": [{"Metrics": metrics}]}})

    assert billed(run(0)) == billed(run(99_999)) == len(run(100)) + CLOUDWATCH_BYTES_PER_LINE
    assert billed(run(0), LONGEST_MS, LARGEST_MB) == billed(run(0)) + 4 * 2 + 1


def test_a_workflow_has_one_line_per_task_as_the_estimate_says(functions: Functions) -> None:
    workflow_calls.publish(functions)  # the cold starts
    with (
        written(functions, "WorkflowInspect", "WorkflowFinalize", "WorkflowPublish") as tasks,
        written(functions, "WorkflowRender") as render,
    ):
        workflow_calls.publish(functions)
    assert (len(tasks), len(render)) == (3, 1)
    # The function that receives the event has no run, either.
    assert sum(map(billed, tasks)) + usage.LOG_SHORT == pytest.approx(usage.LOG_WORKFLOW, abs=TOLERANCE)
    assert [*map(billed, render)] == pytest.approx([usage.LOG_WORKFLOW_PRESET], abs=TOLERANCE)
