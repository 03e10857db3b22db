"""The line and the metrics of a run."""

import pytest

from chalicelib.models import Rendering, Timings
from chalicelib.telemetry.observer import LambdaObserver
from tests.unit.telemetry.log_lines import Log, metric_names

RENDERING = Rendering(sizes=(4,), timings=Timings(decode=3, resize=2, encode=1), warnings=3)


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Log:
    return Log(capsys)


@pytest.fixture
def observer(log: Log) -> LambdaObserver:
    return LambdaObserver(log.invocation, tracer=None)


def test_a_run_is_one_line_with_its_sizes_timings_and_metrics(log: Log, observer: LambdaObserver) -> None:
    observer.received("cat", "images/cat.jpg")
    for step in ("read", "inspect", "render", "store", "store"):
        with observer.step(step, "cat"):
            pass
    observer.rendered("cat", bytes_in=10, rendering=RENDERING)
    observer.ended("cat", "ready")
    (line,) = log.lines()
    assert (line["level"], line["message"]) == ("INFO", "ready")
    assert (line["image_id"], line["key"]) == ("cat", "images/cat.jpg")
    assert (line["variants"], line["warnings"]) == (1, 3)
    assert (line["Decode"], line["Resize"], line["Encode"]) == (3, 2, 1)
    assert (line["BytesIn"], line["BytesOut"], len(line["Store"])) == (10, 4, 2)
    assert metric_names(line) == {
        "Received", "Read", "Store", "Decode", "Resize", "Encode", "BytesIn", "BytesOut", "Ready"
    }  # fmt: skip


def test_each_run_of_an_invocation_has_a_line_of_its_own(log: Log, observer: LambdaObserver) -> None:
    observer.received("cat", "images/cat.jpg")
    observer.rendered("cat", bytes_in=10, rendering=RENDERING)
    observer.ended("cat", "superseded")
    observer.received("dog", "images/dog.jpg")
    observer.ended("dog", "deleted")
    log.invocation.end()
    cat, dog = log.lines()
    assert (cat["message"], cat["image_id"], cat["BytesIn"]) == ("superseded", "cat", 10)
    assert (dog["message"], dog["image_id"], dog["key"]) == ("deleted", "dog", "images/dog.jpg")
    assert metric_names(dog) == {"Received", "Deleted"}
    assert "variants" not in dog


def test_each_of_many_variants_is_measured_in_further_lines(log: Log, observer: LambdaObserver) -> None:
    observer.received("cat", "images/cat.jpg")
    for _ in range(250):
        with observer.step("store", "cat"):
            pass
    observer.ended("cat", "ready")
    run, *others = log.lines()
    assert (run["message"], run["Ready"], len(run["Store"])) == ("ready", 1, 100)
    assert [(line["message"], line["image_id"], len(line["Store"])) for line in others] == [
        ("metrics", "cat", 100),
        ("metrics", "cat", 50),
    ]
    assert all(metric_names(line) == {"Store"} for line in others)


def test_lines_of_other_code_have_the_image_id_during_a_run_and_not_after_it(
    log: Log, observer: LambdaObserver
) -> None:
    observer.received("cat", "images/cat.jpg")
    log.logger.warning("during")
    observer.ended("cat", "ready")
    log.logger.warning("after")
    during, ready, after = log.lines()
    assert (during["image_id"], "_aws" in during) == ("cat", False)
    assert metric_names(ready) == {"Received", "Ready"}
    assert "image_id" not in after


def test_a_refused_upload_is_logged_with_its_code_but_is_no_failure(
    log: Log, observer: LambdaObserver
) -> None:
    observer.ended("id", "refused", "form_used")
    (line,) = log.lines()
    assert (line["message"], line["code"]) == ("refused", "form_used")
    assert metric_names(line) == {"Refused"}


def test_a_failure_is_logged_and_counted_by_its_code(log: Log, observer: LambdaObserver) -> None:
    observer.ended("cat", "failed", "corrupt_image")
    (line,) = log.lines()
    assert (line["message"], line["code"], line["Failed"]) == ("failed", "corrupt_image", 1)
    dimensions = [each["Dimensions"] for each in line["_aws"]["CloudWatchMetrics"]]
    assert dimensions == [[["service", "stage"]], [["service", "stage", "code"]]]


def test_a_deferral_is_logged_and_counted_and_is_no_run(log: Log, observer: LambdaObserver) -> None:
    observer.deferred("cat", "images/cat.jpg", deferrals=2, delay=7)
    (line,) = log.lines()
    assert (line["message"], line["image_id"], line["key"]) == ("deferred", "cat", "images/cat.jpg")
    assert (line["deferrals"], line["delay"]) == (2, 7)
    assert metric_names(line) == {"Deferred"}
