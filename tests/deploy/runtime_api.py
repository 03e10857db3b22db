"""A local server for Lambda's runtime API, for one function at a time.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import json
import queue
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

BASE = "/2018-06-01/runtime"
# Long enough for a busy machine.
TIMEOUT_SECONDS = 120


@dataclass
class RuntimeApi:
    """Sends events to the function and receives its results."""

    address: str = ""
    events: "queue.Queue[Any]" = field(default_factory=queue.Queue)
    results: "queue.Queue[tuple[str, Any]]" = field(default_factory=queue.Queue)

    def invoke(self, event: object) -> Any:
        """Return the function's result. Raises AssertionError with the error report if it failed."""
        self.events.put(event)
        kind, result = self.results.get(timeout=TIMEOUT_SECONDS)
        assert kind == "response", result
        return result


@contextmanager
def runtime_api() -> Iterator[RuntimeApi]:
    """Run the server inside the block."""
    api = RuntimeApi()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(api))
    # A function that waits for an event occupies a thread, which must not block the tests.
    server.daemon_threads = True
    api.address = f"127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()


def _handler(api: RuntimeApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            assert self.path == f"{BASE}/invocation/next"
            body = json.dumps(api.events.get()).encode()
            self.send_response(200)
            for name, value in _context().items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(202)
            self.send_header("Content-Length", "0")
            self.end_headers()
            api.results.put((self.path.rpartition("/")[2], json.loads(body)))

        def log_message(self, *_: object) -> None:
            """Suppress the log."""

    return Handler


def _context() -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "Lambda-Runtime-Aws-Request-Id": str(uuid.uuid4()),
        "Lambda-Runtime-Deadline-Ms": str(int((time.time() + TIMEOUT_SECONDS) * 1000)),
        "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-central-1:123456789012:function:darkroom",
        "Lambda-Runtime-Trace-Id": "Root=1-67891233-abcdef012345678912345678;Sampled=0",
    }
