"""The traces that a run sends to the X-Ray daemon."""

import json
import socket

import pytest

from chalicelib.bootstrap.application import Darkroom
from tests.conftest import PREFIX
from tests.functional.conftest import App

TRACE = "1-67891233-abcdef012345678912345678"


def steps(app: App, png: bytes, *, tracing: str) -> list[str]:
    """Process an image and return the names of the steps that the daemon received."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as daemon:
        daemon.bind(("127.0.0.1", 0))
        host, port = daemon.getsockname()
        environment = {**app.aws.environment, "AWS_XRAY_DAEMON_ADDRESS": f"{host}:{port}", "TRACING": tracing}
        key = f"{PREFIX}traced-{tracing}.png"
        app.put(key, png)
        Darkroom(environment).pipeline.reconcile(key)
        daemon.setblocking(False)  # noqa: FBT003 - the socket module's own signature
        return _received(daemon)


def _received(daemon: socket.socket) -> list[str]:
    names = []
    try:
        while True:
            document = json.loads(daemon.recv(65_536).partition(b"\n")[2])
            assert document["trace_id"] == TRACE
            names.append(document["name"])
    except BlockingIOError:
        return names


@pytest.fixture(autouse=True)
def sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_X_AMZN_TRACE_ID", f"Root={TRACE};Parent=463ac35c9f6413ad;Sampled=1")


def test_the_steps_of_a_run_are_traced_if_tracing_is_on(app: App, png: bytes) -> None:
    begun, *stored_while_rendering = steps(app, png, tracing="true")

    assert begun == "read"
    assert sorted(stored_while_rendering) == ["inspect", "render", "store"]


def test_nothing_is_traced_if_tracing_is_off(app: App, png: bytes) -> None:
    assert steps(app, png, tracing="false") == []
