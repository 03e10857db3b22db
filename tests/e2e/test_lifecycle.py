"""The local stack starts, replaces a killed process, and leaves nothing running when it ends."""

import os
import pty
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from local.network import LOOPBACK
from local.process import ROOT
from tests.e2e.conftest import STOP_SECONDS, RunningStack, started_stack

pytestmark = pytest.mark.timeout(120)


# Every other stack of these tests is ended with SIGTERM by started_stack, which checks the same.
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_no_process_remains_however_the_stack_ends(tmp_path: Path, ending: signal.Signals) -> None:
    with started_stack(tmp_path, "--no-cdn", "--no-events") as stack:
        family = psutil.Process(stack.process.pid).children(recursive=True)
        assert len(family) == 3  # the API and two workers
        # Ctrl-C reaches the whole process group, other signals only the main process
        send = os.killpg if ending == signal.SIGINT else os.kill
        send(stack.process.pid, ending)
        status = stack.process.wait(STOP_SECONDS)
        _, alive = psutil.wait_procs(family, timeout=5)
    assert alive == []
    if ending == signal.SIGKILL:
        assert status == -signal.SIGKILL
    else:
        assert status == 0
        assert {file.name for file in tmp_path.iterdir()} == {"log", "sample.jpg"}
        assert "Traceback" not in (tmp_path / "log").read_text("utf-8")


def test_a_ready_stack_is_healthy(stack: RunningStack) -> None:
    patient = requests.Session()  # the API restarts when the code changes
    patient.mount("http://", HTTPAdapter(max_retries=Retry(connect=8, backoff_factor=0.1)))
    with patient:
        assert patient.get(f"{stack.url}/healthz", timeout=5).status_code == 200


def test_a_killed_api_process_is_replaced(stack: RunningStack) -> None:
    [killed] = stack.processes("local.api_process")
    killed.kill()
    killed.wait(5)
    deadline = time.monotonic() + 20
    while not is_healthy(stack):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert stack.processes("local.api_process") != [killed]


def is_healthy(stack: RunningStack) -> bool:
    try:
        return requests.get(f"{stack.url}/healthz", timeout=5).ok
    except requests.ConnectionError:
        return False


def test_everything_listens_on_loopback_only(stack: RunningStack) -> None:
    parent = psutil.Process(stack.process.pid)
    listening = [
        connection.laddr.ip
        for process in (parent, *parent.children(recursive=True))
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert listening == [LOOPBACK] * 3  # the API, AWS and the CDN


def test_the_env_file_exports_the_settings_of_the_app(stack: RunningStack) -> None:
    lines = (stack.state / "env").read_text("utf-8").splitlines()
    exported = dict(shlex.split(line.removeprefix("export "))[0].split("=", 1) for line in lines)
    key_id, _, secret = exported.pop("DARKROOM_SIGNING_KEY").partition(":")
    assert (len(key_id), len(secret)) == (8, 64)
    assert exported == {**stack.environment, "DARKROOM_URL": stack.url, "DARKROOM_TOKEN": stack.token}


def test_a_port_in_use_is_reported(tmp_path: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as server:
        port = server.getsockname()[1]
        command = [sys.executable, "-m", "local", "up", "--port", str(port), "--state", str(tmp_path)]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert ended.stderr == (
        f"Port {port} is not available: Address already in use."
        " Choose another with --port, or with make's PORT=.\n"
    )


def test_on_a_terminal_an_invalid_setting_is_named(tmp_path: Path) -> None:
    terminal, output = pty.openpty()
    options = ["--port", "0", "--no-cdn", "--no-events", "--workers", "1"]
    ended = subprocess.run(
        [sys.executable, "-m", "local", "up", *options, "--state", str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"PUBLIC_VARIANTS": "TRUE"},
        stdout=output,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(terminal)
    os.close(output)
    assert ended.returncode == 1
    assert "PUBLIC_VARIANTS must be true or false, not 'TRUE'" in ended.stderr
    assert str(tmp_path / "dev.log") in ended.stderr
