"""Log lines and metrics of the observer."""

import json
import uuid
from typing import Any

import pytest

from chalicelib.models import Rendered, Rendering, Timings
from chalicelib.telemetry.logs import make_logger
from chalicelib.telemetry.metrics import Metrics
from chalicelib.telemetry.observer import LambdaObserver

RENDERING = Rendering(
    variants=(
        Rendered(
            name="small", content=b"1234", content_type="image/jpeg", extension="jpg", width=2, height=1
        ),
    ),
    timings=Timings(decode=3, resize=2, encode=1),
    warnings=3,
)


class Scene:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        # Loggers are global, so each test needs a unique name.
        self.logger = make_logger(str(uuid.uuid4()), "test")
        self.metrics = Metrics("observed", "test")
        self.observer = LambdaObserver(self.logger, self.metrics, tracer=None)
        self._capsys = capsys

    def lines(self) -> list[dict[str, Any]]:
        self.metrics.flush()
        return [json.loads(line) for line in self._capsys.readouterr().out.splitlines()]

    def logged(self) -> list[dict[str, Any]]:
        return [line for line in self.lines() if "_aws" not in line]


@pytest.fixture
def scene(capsys: pytest.CaptureFixture[str]) -> Scene:
    return Scene(capsys)


def test_log_lines_during_a_run_have_the_image_id(scene: Scene) -> None:
    scene.observer.received("cat", "images/cat.jpg")
    scene.logger.warning("from other code")
    scene.observer.rendered("cat", bytes_in=10, rendering=RENDERING)
    scene.observer.ended("cat", "ready")
    lines = scene.logged()
    assert [line["message"] for line in lines] == ["received", "from other code", "rendered", "ready"]
    assert {line["image_id"] for line in lines} == {"cat"}
    assert {line["stage"] for line in lines} == {"test"}
    assert lines[0]["key"] == "images/cat.jpg"
    assert (lines[2]["bytes_in"], lines[2]["bytes_out"], lines[2]["variants"]) == (10, 4, 1)
    assert lines[2]["warnings"] == 3


def test_log_lines_after_a_run_have_no_image_id(scene: Scene) -> None:
    scene.observer.received("cat", "images/cat.jpg")
    scene.observer.ended("cat", "ready")
    scene.logger.info("swept")
    assert "image_id" not in scene.logged()[-1]


def test_a_run_writes_its_metrics(scene: Scene) -> None:
    scene.observer.received("cat", "images/cat.jpg")
    for step in ("read", "inspect", "render", "store"):
        with scene.observer.step(step, "cat"):
            pass
    scene.observer.rendered("cat", bytes_in=10, rendering=RENDERING)
    scene.observer.ended("cat", "ready")
    line = scene.lines()[-1]
    names = {each["Name"] for each in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]}
    assert names == {
        "Received", "Read", "Store", "Decode", "Resize", "Encode", "BytesIn", "BytesOut", "Ready"
    }  # fmt: skip
    assert (line["Decode"], line["Resize"], line["Encode"]) == ([3.0], [2.0], [1.0])
    assert (line["BytesIn"], line["BytesOut"]) == ([10.0], [4.0])


def test_a_refused_upload_is_logged_with_its_code_but_is_no_failure(scene: Scene) -> None:
    scene.observer.ended("id", "refused", "form_used")
    logged, counted = scene.lines()
    assert (logged["message"], logged["code"]) == ("refused", "form_used")
    assert counted["Refused"] == [1.0]
    assert "Failed" not in counted


def test_a_failure_is_logged_and_counted_by_its_code(scene: Scene) -> None:
    scene.observer.ended("cat", "failed", "corrupt_image")
    logged, by_code, total = scene.lines()
    assert (logged["message"], logged["code"]) == ("failed", "corrupt_image")
    assert (by_code["code"], by_code["Failed"], total["Failed"]) == ("corrupt_image", [1.0], [1.0])


def test_a_deferral_is_logged_and_counted_and_is_no_run(scene: Scene) -> None:
    scene.observer.deferred("cat", "images/cat.jpg", deferrals=2, delay=7)
    logged, counted = scene.lines()
    assert (logged["message"], logged["image_id"], logged["key"]) == ("deferred", "cat", "images/cat.jpg")
    assert (logged["deferrals"], logged["delay"]) == (2, 7)
    assert counted["Deferred"] == [1.0]
    assert "Received" not in counted


def test_a_duplicate_is_counted(scene: Scene) -> None:
    scene.observer.ended("cat", "duplicate")
    assert scene.lines()[-1]["Duplicate"] == [1.0]
