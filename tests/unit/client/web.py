"""A web of hosts that exist only in tests: a proxy that gives canned responses, in order."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Received:
    """A request that the proxy received. `headers` ignore case."""

    method: str
    url: str
    headers: Message
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Expected:
    """A request that the proxy expects, and its response, or what happens instead of one.

    The query is checked if it is in the `url` or in `query`.
    """

    method: str
    url: str
    status: int = 200
    json: object = None
    body: str | bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] | None = None
    sends: object = None
    with_headers: Mapping[str, str] = field(default_factory=dict)
    lost: bool = False
    silent: bool = False
    meanwhile: Callable[[], object] | None = None

    def difference(self, request: Received) -> str | None:
        url, _, query = request.url.partition("?")
        if (request.method, request.url if "?" in self.url else url) != (self.method, self.url):
            return f"expected {self.method} {self.url}, not {request.method} {request.url}"
        if self.query is not None and dict(parse_qsl(query)) != self.query:
            return f"expected the query {self.query}, not {query}"
        if self.sends is not None and request.json != self.sends:
            return f"expected {self.sends}, not {request.body!r}"
        found = {name: request.headers.get(name) for name in self.with_headers}
        return None if found == self.with_headers else f"expected {self.with_headers}, not {found}"

    @property
    def content(self) -> bytes:
        if self.json is not None:
            return json.dumps(self.json).encode()
        return self.body.encode() if isinstance(self.body, str) else self.body


@dataclass
class Web:
    """Expects requests in the order in which they were added. `calls` are those that it received."""

    proxy_url: str = ""
    calls: list[Received] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    closing: Event = field(default_factory=Event)

    def get(self, url: str, **response: Any) -> None:
        self.expected.append(Expected("GET", url, **response))

    def post(self, url: str, **response: Any) -> None:
        self.expected.append(Expected("POST", url, **response))

    def put(self, url: str, **response: Any) -> None:
        self.expected.append(Expected("PUT", url, **response))

    def patch(self, url: str, **response: Any) -> None:
        self.expected.append(Expected("PATCH", url, **response))

    def delete(self, url: str, **response: Any) -> None:
        self.expected.append(Expected("DELETE", url, **response))

    def respond(self, request: Received) -> Expected:
        """Return the response. A request that is not expected gets one that clients do not retry."""
        self.calls.append(request)
        expected = self.expected.pop(0) if self.expected else None
        difference = f"nothing was expected, not {request.method} {request.url}"
        if expected is not None:
            found = expected.difference(request)
            if found is None:
                return expected
            difference = found
        self.differences.append(difference)
        return Expected("", "", status=418, body=difference)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body are sent one after the other, and the client may delay its acknowledgment of the head.
    disable_nagle_algorithm = True
    web: Web

    def respond(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        response = self.web.respond(Received(self.command, _without_port(self.path), self.headers, body))
        if response.meanwhile:
            response.meanwhile()
        if response.silent:
            self.web.closing.wait()
        if response.silent or response.lost:
            self.close_connection = True
            return
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if response.status != 204:
            self.send_header("Content-Length", str(len(response.content)))
        self.end_headers()
        self.wfile.write(response.content)

    def log_message(self, *_: object) -> None:
        pass


def _without_port(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.removesuffix(":80")).geturl()


@contextmanager
def running_web() -> Iterator[Web]:
    web = Web()
    methods = {f"do_{method}": _Handler.respond for method in ("GET", "POST", "PUT", "PATCH", "DELETE")}
    handler = type("Handler", (_Handler,), {"web": web, **methods})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        # An open client connection must not block the end of the test.
        server.daemon_threads = True
        web.proxy_url = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield web
        web.closing.set()
        server.shutdown()
