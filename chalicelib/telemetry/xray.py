"""Traces: steps as subsegments below the segment that Lambda itself reports, told to X-Ray's daemon.

The X-Ray SDK would cost 100 ms of CPU at each start and bring botocore into the package a second time;
the daemon takes documents as JSON over UDP:
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

_HEADER = b'{"format": "json", "version": 1}\n'


class Tracer:
    """Sends each step when it is over. `header` gives the trace that the invocation belongs to.

    The header is the one of HTTP, `Root=…;Parent=…;Sampled=1`, which Lambda sets anew for each invocation.
    `daemon` is host and port.
    """

    def __init__(self, daemon: tuple[str, int], header: Callable[[], str]) -> None:
        self._daemon = daemon
        self._header = header

    @contextmanager
    def step(self, name: str, annotations: Mapping[str, str]) -> Iterator[None]:
        """Trace what happens inside. Annotations can be searched for."""
        start = time.time()
        try:
            yield
        except BaseException:
            self._send(name, start, annotations, fault=True)
            raise
        self._send(name, start, annotations, fault=False)

    def _send(self, name: str, start: float, annotations: Mapping[str, str], *, fault: bool) -> None:
        trace = dict(part.split("=", 1) for part in self._header().split(";") if "=" in part)
        if trace.get("Sampled") != "1" or "Parent" not in trace:
            return
        document: dict[str, Any] = {
            "type": "subsegment",
            "id": secrets.token_hex(8),
            "name": name,
            "trace_id": trace["Root"],
            "parent_id": trace["Parent"],
            "start_time": start,
            "end_time": time.time(),
            "annotations": dict(annotations),
            "fault": fault,
        }
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sending:
            sending.sendto(_HEADER + json.dumps(document).encode(), self._daemon)


def daemon_address(text: str) -> tuple[str, int]:
    """Parse AWS_XRAY_DAEMON_ADDRESS: `host:port`, or `tcp:host:port udp:host:port`."""
    *_, udp = text.removeprefix("udp:").split("udp:")
    host, _, port = udp.strip().rpartition(":")
    return host, int(port)
