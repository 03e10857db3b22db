"""The API's process: its start, and what is printed when a reload fails."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from local.api import Api
from local.errors import ApiFailed
from local.process import Launcher

TIMEOUT_SECONDS = 30

HEALTHY = """
from chalice.app import Chalice, Response

app = Chalice(app_name="stand-in")


@app.route("/healthz")
def healthz():
    return {}
"""
MISCONFIGURED = HEALTHY.replace(
    "    return {}",
    '    print(\'{"level": "ERROR", "reason": "presets.json: typo"}\')\n'
    '    return Response(body="", status_code=500)',
)


@dataclass(frozen=True)
class Project:
    """A project with a stand-in app, served by an API process whose output is in a log file."""

    folder: Path
    api: Api
    launcher: Launcher

    def write(self, code: str) -> None:
        (self.folder / "app.py").write_text(code, "utf-8")

    def status(self) -> int | None:
        try:
            return requests.get(f"{self.api.url}/healthz", timeout=5).status_code
        except requests.ConnectionError:
            return None


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    folder = tmp_path / "project"
    (folder / ".chalice").mkdir(parents=True)
    (folder / ".chalice" / "config.json").write_text('{"version": "2.0", "app_name": "stand-in"}', "utf-8")
    with (tmp_path / "log").open("w", encoding="utf-8") as log:
        yield Project(folder, Api(0), Launcher({}, project=folder, log=log))


@pytest.fixture
def running(project: Project) -> Iterator[Project]:
    project.write(HEALTHY)
    project.api.start(project.launcher)
    project.api.wait()
    yield project
    project.api.stop()


def wait_for(text: str, caplog: pytest.LogCaptureFixture) -> None:
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while text not in caplog.text:
        assert time.monotonic() < deadline, caplog.text
        time.sleep(0.05)


def test_a_reload_with_a_mistake_is_reported_with_its_reason_and_the_api_keeps_running(
    running: Project, caplog: pytest.LogCaptureFixture
) -> None:
    running.write(MISCONFIGURED)
    wait_for("The app has reloaded, but it is misconfigured. presets.json: typo", caplog)
    assert running.status() == 500
    running.write("nonsense()")
    wait_for("The app could not be reloaded. NameError: name 'nonsense' is not defined", caplog)
    assert running.status() is None
    running.write(HEALTHY)
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while running.status() != 200:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    warnings = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert len(warnings) == 2


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (MISCONFIGURED, "The API is misconfigured: /healthz responds with 500"),
        ("nonsense()", "The API did not start"),
    ],
    ids=["misconfigured", "not loadable"],
)
def test_a_start_with_a_mistake_fails_without_waiting(project: Project, code: str, message: str) -> None:
    project.write(code)
    project.api.start(project.launcher)
    with pytest.raises(ApiFailed, match=message):
        project.api.wait()
    project.api.stop()


def test_pages_of_other_origins_and_hosts_are_refused(running: Project) -> None:
    def response(method: str = "GET", **headers: str) -> tuple[int, str]:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = session.request(method, f"{running.api.url}/healthz", headers=sent, data="x", timeout=5)
        return answer.status_code, answer.text

    with requests.Session() as session:
        status, text = response(Origin="https://evil.example")
        assert (status, "https://evil.example" in text) == (403, True)
        assert response(Origin="null")[0] == 403
        assert response(Sec_Fetch_Site="cross-site")[0] == 403
        assert response("OPTIONS", Origin="https://evil.example")[0] == 403
        assert response("HEAD", Origin="https://evil.example") == (403, "")
        assert response(Host="evil.example")[0] == 403
        assert response(Origin=running.api.url)[0] == 200
        assert response()[0] == 200
