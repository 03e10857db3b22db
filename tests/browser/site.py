"""A third-party website, on its own origin, whose pages upload to Darkroom."""

import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import urlsplit

import requests

from local.network import LOOPBACK

TIMEOUT = 30

Response = tuple[int, Mapping[str, str], bytes]


class Site:
    """A small HTTP server; `pages` maps paths to HTML or scripts.

    It proxies requests under `/backend/` to `backend` and adds `token`, like a site that keeps the token
    from its visitors.
    """

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.page_headers: Mapping[str, str] = {}
        self.backend, self.token = "", ""
        self._server = ThreadingHTTPServer((LOOPBACK, 0), self._handler())
        self.url = f"http://{LOOPBACK}:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def respond(self, path: str) -> Response:
        """Return status, headers and body."""
        if path.startswith("/backend/"):
            return self.proxied("GET", path)
        text = self.pages.get(urlsplit(path).path)
        kind = "text/javascript" if path.endswith(".js") else "text/html"
        return (
            (404 if text is None else 200),
            {"Content-Type": f"{kind}; charset=utf-8", **self.page_headers},
            (text or "").encode(),
        )

    def accept(self, path: str, headers: Mapping[str, str], body: bytes) -> Response:
        """Return the response to a POST request: status, headers and body."""
        return 405, {}, f"{path} has no use for {len(headers)} headers and {len(body)} bytes".encode()

    def proxied(self, method: str, path: str, body: bytes = b"") -> Response:
        """Send a request to the backend with the token; return its response."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        url = f"{self.backend}/{path.removeprefix('/backend/')}"
        response = requests.request(method, url, data=body, headers=headers, timeout=TIMEOUT)
        return response.status_code, {"Content-Type": response.headers["Content-Type"]}, response.content

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._send(*site.respond(self.path))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path.startswith("/backend/"):
                    self._send(*site.proxied("POST", self.path, body))
                else:
                    self._send(*site.accept(self.path, dict(self.headers), body))

            def do_DELETE(self) -> None:
                self._send(*site.proxied("DELETE", self.path))

            def _send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
                """Keep quiet."""

        return Handler
