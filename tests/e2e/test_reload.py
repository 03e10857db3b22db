"""The local stack reloads changed presets, and keeps running with invalid ones."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from tests.e2e.conftest import RunningStack, copy_project, started_stack
from tests.unit.overlays import LOGO, watermark

pytestmark = pytest.mark.timeout(180)

TIMEOUT_SECONDS = 60
REASON = 'preset "square", fit: must be one of "contain", "cover", "fill", "inside", "outside", not "crop"'


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def stack(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    with started_stack(tmp_path_factory.mktemp("stack"), "--no-events", "--no-cdn", project=project) as stack:
        yield stack


def write(file: Path, content: str, project: Path) -> None:
    """Replace a file at once. The stack would reload twice if it saw the file while it is being written."""
    new = project / "new-file"
    new.write_text(content, "utf-8")
    new.replace(file)


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def status(stack: RunningStack) -> int | None:
    try:
        return requests.get(f"{stack.url}/healthz", timeout=5).status_code
    except requests.ConnectionError:
        return None


def test_a_mistake_in_the_presets_is_reported_until_it_is_corrected(
    stack: RunningStack, project: Path
) -> None:
    presets = project / "chalicelib" / "presets.json"
    valid = presets.read_text("utf-8")
    write(presets, valid.replace('"cover"', '"crop"'), project)
    wait_until(lambda: status(stack) == 500)
    for path in ("healthz", "presets"):
        response = requests.get(f"{stack.url}/{path}", headers=stack.headers, timeout=10)
        assert (response.status_code, response.json()["code"]) == (500, "configuration_error")
        assert response.headers["Content-Type"] == "application/problem+json"
    key = "images/cat.png"
    stack.aws.s3.put_object(Bucket=stack.environment["UPLOAD_BUCKET"], Key=key, Body=b"no image")
    log = stack.state / "log"
    wait_until(lambda: f"process_upload, attempt 1: presets.json: {REASON}" in log.read_text("utf-8"))
    wait_until(lambda: "The app has reloaded, but it is misconfigured." in log.read_text("utf-8"))
    assert stack.process.poll() is None
    write(presets, valid, project)
    wait_until(lambda: status(stack) == 200)
    assert requests.get(f"{stack.url}/presets", headers=stack.headers, timeout=10).status_code == 200


def test_an_overlay_that_cannot_be_decoded_is_reported_until_it_is_replaced(
    stack: RunningStack, project: Path
) -> None:
    presets, log = project / "chalicelib" / "presets.json", stack.state / "log"
    (project / "chalicelib" / LOGO).write_bytes(watermark(300, 300)[:-40])
    content = json.loads(presets.read_bytes())
    content["presets"][0]["overlay"] = {"image": LOGO}
    write(presets, json.dumps(content), project)
    wait_until(lambda: status(stack) == 500)
    problem = 'presets.json: preset \\"300x300\\", overlay.image: The overlay \\"logo.png\\" cannot be used'
    wait_until(lambda: problem in log.read_text("utf-8"))
    (project / "chalicelib" / LOGO).write_bytes(watermark())
    wait_until(lambda: status(stack) == 200)
