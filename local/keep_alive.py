"""Serves WSGI over connections that stay open, unlike werkzeug's server.

Each image takes two dozen requests to the emulated AWS, and each connection a new thread.
"""

import traceback
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import BaseWSGIServer, make_server
from werkzeug.wrappers import Response

from local.network import LOOPBACK

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def keep_alive_server(port: int, app: "WSGIApplication") -> BaseWSGIServer:
    """Return a server of this port, with a thread for each connection."""
    return make_server(LOOPBACK, port, app, threaded=True, request_handler=KeepAliveHandler)


class KeepAliveHandler(MotoRequestHandler):
    """Reads each request to its end, so that the next one can follow."""

    protocol_version = "HTTP/1.1"
    # Buffered, so that the head and the body are sent together.
    wbufsize = -1

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log nothing: the functions log their calls themselves."""

    def run_wsgi(self) -> None:
        """Answer one request."""
        environ = self.make_environ()
        if self.headers.get("Expect", "").lower() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            self.wfile.flush()
        chunked = "wsgi.input_terminated" in environ
        length = -1 if chunked else int(self.headers.get("Content-Length", 0))
        environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(length))
        try:
            response = Response.from_app(self.server.app, environ, buffered=True)
        except Exception:  # noqa: BLE001 - whatever the emulator raises, S3 would answer
            self.server.log("error", f"{self.command} {self.path}\n{traceback.format_exc()}")
            response = Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)
        self._send(response)

    def _send(self, response: Response) -> None:
        self.send_response(response.status_code)
        body = response.get_data()
        for name, value in response.headers.items():
            self.send_header(name, value)
        if "Content-Length" not in response.headers and response.status_code != HTTPStatus.NO_CONTENT:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
