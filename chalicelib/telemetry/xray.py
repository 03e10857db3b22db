"""Trace steps as subsegments of the segment that Lambda reports, by sending them to the X-Ray daemon.

The X-Ray SDK would add 100 ms of CPU to each cold start and a second botocore to the package. The daemon
accepts JSON documents over UDP:
https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-daemon
https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
"""

import json
import secrets
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from chalicelib.telemetry.correlation import sampled_trace

_HEADER = b'{"format": "json", "version": 1}\n'


class Tracer:
    """Sends a subsegment at the end of each step. `daemon` is host and port.

    `header` returns the trace header of the current invocation, `Root=…;Parent=…;Sampled=1`.
    """

    def __init__(self, daemon: tuple[str, int], header: Callable[[], str]) -> None:
        self._daemon = daemon
        self._header = header

    @contextmanager
    def step(self, name: str, annotations: Mapping[str, str]) -> Iterator[None]:
        """Trace the enclosed code. Annotations are searchable in X-Ray."""
        start = time.time()
        try:
            yield
        except BaseException:
            self._send(name, start, annotations, fault=True)
            raise
        self._send(name, start, annotations, fault=False)

    def _send(self, name: str, start: float, annotations: Mapping[str, str], *, fault: bool) -> None:
        trace = sampled_trace(self._header())
        if trace is None:
            return
        document: dict[str, Any] = {
            "type": "subsegment",
            "id": secrets.token_hex(8),
            "name": name,
            "trace_id": trace[0],
            "parent_id": trace[1],
            "start_time": start,
            "end_time": time.time(),
            "annotations": dict(annotations),
            "fault": fault,
        }
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.sendto(_HEADER + json.dumps(document).encode(), self._daemon)


def daemon_address(text: str) -> tuple[str, int]:
    """Parse AWS_XRAY_DAEMON_ADDRESS: `host:port`, or `tcp:host:port udp:host:port`."""
    *_, udp = text.removeprefix("udp:").split("udp:")
    host, _, port = udp.strip().rpartition(":")
    return host, int(port)
