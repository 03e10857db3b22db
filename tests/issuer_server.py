"""A local server that publishes an OpenID Connect issuer's documents."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from tests.fakes.issuer import FakeIssuer

DISCOVERY = "/.well-known/openid-configuration"


@dataclass
class IssuerServer:
    """Serves the issuer's documents by path, and records the requests. Its URL becomes the issuer's."""

    issuer: FakeIssuer = field(default_factory=FakeIssuer)
    documents: dict[str, Any] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        url = self.issuer.issuer = f"http://127.0.0.1:{self._server.server_port}"
        self.documents = {
            DISCOVERY: {"issuer": url, "jwks_uri": f"{url}/keys"},
            "/keys": self.issuer.published(),
        }
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.requests.append(self.path)
                document = server.documents.get(self.path)
                self.send_response(404 if document is None else 200)
                self.end_headers()
                self.wfile.write(json.dumps(document).encode())

            def log_message(self, *_: Any) -> None:
                """Suppress the log."""

        return Handler
