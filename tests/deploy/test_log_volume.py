"""How much the functions log for one image, counted from what they write when Lambda's runtime runs them.

The template suppresses Lambda's own lines of successful invocations, and API Gateway writes no access logs.
"""

import io
import json
from collections.abc import Iterator
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
# Numbers have more or fewer digits.
TOLERANCE = 30


def photo() -> bytes:
    """Return a file of 3 MB."""
    buffer = io.BytesIO()
    Image.merge("RGB", [Image.effect_noise((1000, 1000), 100) for _ in "RGB"]).save(buffer, "PNG")
    return buffer.getvalue()


@contextmanager
def written(functions: Functions, *names: str) -> Iterator[list[int]]:
    """Return the bytes of the lines that the functions write inside the block, once that has ended."""
    before = {name: len(functions.lines(name)) for name in names}
    sizes: list[int] = []
    yield sizes
    for name, count in before.items():
        sizes += [len(line) + CLOUDWATCH_BYTES_PER_LINE for line in functions.lines(name)[count:]]


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
    with written(functions, *FUNCTIONS) as sizes:
        process(functions, presets, content)
    form, look, run = sizes
    assert form + look + run <= BUDGET
    assert [form, look] == pytest.approx([usage.LOG_SHORT] * 2, abs=TOLERANCE)
    assert run == pytest.approx(usage.LOG_DIRECT, abs=TOLERANCE)


def test_a_workflow_has_one_line_per_task_as_the_estimate_says(functions: Functions) -> None:
    workflow_calls.publish(functions)  # the cold starts
    with (
        written(functions, "WorkflowInspect", "WorkflowFinalize", "WorkflowPublish") as tasks,
        written(functions, "WorkflowRender") as render,
    ):
        workflow_calls.publish(functions)
    assert (len(tasks), len(render)) == (3, 1)
    # The function that receives the event has no run, either.
    assert sum(tasks) + usage.LOG_SHORT == pytest.approx(usage.LOG_WORKFLOW, abs=TOLERANCE)
    assert render == pytest.approx([usage.LOG_WORKFLOW_PRESET], abs=TOLERANCE)
