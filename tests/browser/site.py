"""A site of somebody else: pages on an origin of their own that upload to Darkroom."""

import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import urlsplit

import requests

from local.network import LOOPBACK

TIMEOUT = 30


class Site:
    """A small server: `pages` maps paths to HTML or scripts.

    Below `/backend/` it passes calls on to `backend` with `token`, as a site does whose visitors are not
    to have the token.
    """

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
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

    def answer(self, path: str) -> tuple[int, Mapping[str, str], bytes]:
        """Return status, headers and body."""
        if path.startswith("/backend/"):
            return self._passed_on(path.removeprefix("/backend/"))
        text = self.pages.get(urlsplit(path).path)
        kind = "text/javascript" if path.endswith(".js") else "text/html"
        return (
            (404 if text is None else 200),
            {"Content-Type": f"{kind}; charset=utf-8"},
            (text or "").encode(),
        )

    def _passed_on(self, path: str) -> tuple[int, Mapping[str, str], bytes]:
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = requests.get(f"{self.backend}/{path}", headers=headers, timeout=TIMEOUT)
        return answer.status_code, {"Content-Type": answer.headers["Content-Type"]}, answer.content

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, headers, body = site.answer(self.path)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
                """Keep quiet."""

        return Handler
