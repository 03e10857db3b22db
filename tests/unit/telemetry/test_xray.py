"""Subsegments that the X-Ray daemon receives."""

import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.telemetry.xray import Tracer, daemon_address

HEADER = "Root=1-67891233-abcdef012345678912345678;Parent=463ac35c9f6413ad;Sampled=1"


@pytest.fixture
def daemon() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(5)
        yield server


def tracer(daemon: socket.socket, header: str = HEADER) -> Tracer:
    return Tracer(daemon.getsockname(), header=lambda: header)


def document(daemon: socket.socket) -> dict[str, Any]:
    header, _, body = daemon.recv(65_536).partition(b"\n")
    assert json.loads(header) == {"format": "json", "version": 1}
    return dict(json.loads(body))


def test_a_step_is_a_subsegment_of_the_invocation(daemon: socket.socket) -> None:
    with tracer(daemon).step("render", {"image_id": "cat"}):
        pass
    sent = document(daemon)
    assert (sent["type"], sent["name"], sent["fault"]) == ("subsegment", "render", False)
    assert sent["trace_id"] == "1-67891233-abcdef012345678912345678"
    assert sent["parent_id"] == "463ac35c9f6413ad"
    assert sent["annotations"] == {"image_id": "cat"}
    assert len(sent["id"]) == 16
    assert sent["end_time"] >= sent["start_time"]


def test_a_step_that_raises_is_sent_as_a_fault(daemon: socket.socket) -> None:
    with pytest.raises(ValueError, match="no"), tracer(daemon).step("render", {}):
        raise ValueError("no")
    assert document(daemon)["fault"] is True


@pytest.mark.parametrize("header", ["", "Root=1-2-3;Parent=4;Sampled=0", "Root=1-2-3;Sampled=1"])
def test_unsampled_traces_are_not_sent(daemon: socket.socket, header: str) -> None:
    with tracer(daemon, header).step("render", {}):
        pass
    daemon.setblocking(False)  # noqa: FBT003 - the socket module's own signature
    with pytest.raises(BlockingIOError):
        daemon.recv(1)


@pytest.mark.parametrize(
    "text", ["169.254.100.1:2000", "udp:169.254.100.1:2000", "tcp:10.0.0.1:1 udp:169.254.100.1:2000"]
)
def test_every_format_of_the_daemon_address_is_parsed(text: str) -> None:
    assert daemon_address(text) == ("169.254.100.1", 2000)
