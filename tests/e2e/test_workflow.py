"""Workflow mode of the local stack, as `make dev WORKFLOW=stepfunctions` runs it, with moderation."""

import time
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import psutil
import pytest
from darkroom import Client, ImageFailed
from PIL import Image

from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.domain.geometry import plan
from chalicelib.domain.presets import Presets
from chalicelib.imaging import Limits, PillowEngine
from local.rekognition import SIGNAL
from ops.costing import calls
from tests.e2e.conftest import RunningStack, started_stack
from tests.image_ids import image_id

pytestmark = pytest.mark.timeout(180)

TIMEOUT_SECONDS = 60
BEFORE = ["Inspect", "Decide", "Moderate", "Judge"]
AFTER = ["Finalize", "Conclude", "Publish", "Done"]


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    folder = tmp_path_factory.mktemp("workflow")
    with started_stack(
        folder, "--no-cdn", "--workflow", "stepfunctions", settings={"MODERATION": "rekognition"}
    ) as stack:
        yield stack


@pytest.fixture
def client(stack: RunningStack) -> Iterator[Client]:
    with Client(stack.url, token=stack.token) as client:
        yield client


@pytest.fixture(scope="module")
def slow() -> bytes:
    """An animation that takes seconds to render."""
    first = Image.linear_gradient("L").resize((400, 300))
    others = [first.rotate(angle % 360) for angle in range(600)]
    buffer = BytesIO()
    first.save(buffer, "GIF", save_all=True, append_images=others)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def png() -> bytes:
    buffer = BytesIO()
    Image.effect_noise((900, 600), 60).save(buffer, "PNG")
    return buffer.getvalue()


def put(stack: RunningStack, key: str, content: bytes) -> str:
    stack.aws.s3.put_object(Bucket=stack.environment["UPLOAD_BUCKET"], Key=key, Body=content)
    return image_id(stack.aws.dynamodb, stack.environment["IMAGES_TABLE"], key)


def executions(stack: RunningStack, image_id: str) -> list[Any]:
    """Return the executions for an image, oldest first."""
    listed = stack.aws.stepfunctions.list_executions(stateMachineArn=stack.environment["STATE_MACHINE"])
    own: list[Any] = [each for each in listed["executions"] if each["name"].startswith(f"{image_id}-")]
    return sorted(own, key=lambda each: str(each["startDate"]))


def details(stack: RunningStack, execution: Any, kind: str) -> list[Any]:
    """Return the details of all events of this kind in an execution's history."""
    arn = execution["executionArn"]
    history: Any = stack.aws.stepfunctions.get_execution_history(executionArn=arn, maxResults=1000)
    return [event[kind] for event in history["events"] if kind in event]


def states(stack: RunningStack, execution: Any) -> list[str]:
    """Return the states that an execution has entered, in order."""
    return [entered["name"] for entered in details(stack, execution, "stateEnteredEventDetails")]


def wait_for(found: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while not (result := found()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return result


def ended(stack: RunningStack, image_id: str) -> list[Any]:
    """Wait until all executions for an image have ended; return them."""

    def all_ended() -> Sequence[Any]:
        own = executions(stack, image_id)
        return [] if any(each["status"] == "RUNNING" for each in own) else own

    return list(wait_for(all_ended))


def rendering_worker(stack: RunningStack, image_id: str) -> psutil.Process:
    """Wait until an image is being rendered; return the worker process that renders it."""
    wait_for(lambda: any("Render" in states(stack, each) for each in executions(stack, image_id)))
    started = {worker: cpu_seconds(worker) for worker in stack.processes("local.worker")}

    def working() -> list[psutil.Process]:
        return [
            worker
            for worker in stack.processes("local.worker")
            if cpu_seconds(worker) > started.get(worker, 0) + 0.3
        ]

    process: psutil.Process = wait_for(working)[0]
    return process


def cpu_seconds(worker: psutil.Process) -> float:
    return float(worker.cpu_times().user)


def test_the_state_machine_renders_the_same_bytes_as_direct_mode(
    stack: RunningStack, client: Client, png: bytes, tmp_path: Path
) -> None:
    names = ("300x300", "small", "square")
    (tmp_path / "cat.png").write_bytes(png)
    image = client.upload(tmp_path / "cat.png", variants=list(names))
    files = client.download(image, tmp_path / "out")
    [execution] = ended(stack, image.id)
    entered = states(stack, execution)
    assert entered == [*BEFORE, "RenderAll", *["Render"] * len(names), *AFTER]
    assert len(entered) == calls.moderated(calls.workflow(len(names), len(names))).transitions
    engine = PillowEngine(Limits())
    info = engine.inspect(png)
    specs = Presets.from_json(PRESETS_FILE.read_bytes()).choose(names)
    expected = engine.render(png, info, plan(info, specs)).variants
    assert {name: file.read_bytes() for name, file in files.items()} == {
        each.name: each.content for each in expected
    }


def test_a_file_that_is_not_an_image_fails_without_rendering(
    stack: RunningStack, client: Client, tmp_path: Path
) -> None:
    (tmp_path / "cat.jpg").write_bytes(b"text")
    with pytest.raises(ImageFailed, match="unsupported_format") as caught:
        client.upload(tmp_path / "cat.jpg")
    [execution] = ended(stack, caught.value.image.id)
    assert states(stack, execution) == ["Inspect", "Decide", *AFTER]


def test_a_refused_image_is_never_rendered(
    stack: RunningStack, client: Client, png: bytes, tmp_path: Path
) -> None:
    (tmp_path / "refused.png").write_bytes(png + SIGNAL)
    with pytest.raises(ImageFailed, match="content_refused") as caught:
        client.upload(tmp_path / "refused.png")
    [execution] = ended(stack, caught.value.image.id)
    assert (execution["status"], states(stack, execution)) == ("SUCCEEDED", [*BEFORE, *AFTER])


def test_a_task_whose_function_is_killed_is_retried(stack: RunningStack, client: Client, slow: bytes) -> None:
    image_id = put(stack, "images/animated/killed.gif", slow)
    rendering_worker(stack, image_id).kill()
    assert client.wait(image_id, timeout=TIMEOUT_SECONDS).status == "ready"
    [execution] = ended(stack, image_id)
    failures = [failed["error"] for failed in details(stack, execution, "taskFailedEventDetails")]
    assert (execution["status"], failures) == ("SUCCEEDED", ["Runtime.ExitError"])


def test_an_execution_whose_image_is_overwritten_succeeds_without_publishing(
    stack: RunningStack, client: Client, slow: bytes, png: bytes
) -> None:
    key = "images/animated/overwritten.gif"
    image_id = put(stack, key, slow)
    rendering_worker(stack, image_id)
    put(stack, key, png)
    wait_for(lambda: len(executions(stack, image_id)) == 2)
    first, second = ended(stack, image_id)
    assert {first["status"], second["status"]} == {"SUCCEEDED"}
    assert states(stack, first)[-3:] == ["Finalize", "Conclude", "Done"]
    assert states(stack, second)[-4:] == AFTER
    assert (client.get(image_id).status, client.get(image_id).size) == ("ready", len(png))
