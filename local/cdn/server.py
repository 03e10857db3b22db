"""Serves the local distribution over HTTP on the loopback interface."""

from collections.abc import Collection, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from local.cdn.answer import Answer
from local.cdn.edge import Edge
from local.errors import FunctionFailed
from local.network import LOOPBACK
from local.page_requests import RequestSource, foreign_host, is_for_any_page, refusal

# With Python's default of 5, a sixth simultaneous connection is refused.
BACKLOG = 128


class CdnServer(ThreadingHTTPServer):
    """Serves on this port. Only pages of these `origins` may read responses."""

    daemon_threads = True
    request_queue_size = BACKLOG

    def __init__(self, port: int, edge: Edge, origins: Collection[str]) -> None:
        super().__init__((LOOPBACK, port), _Handler)
        self.edge, self.origins = edge, origins

    def answer(self, source: RequestSource, method: str, target: str, headers: Mapping[str, str]) -> Answer:
        """Return the edge's answer, or the reason why this page gets none."""
        reason = foreign_host(source, self.server_port)
        is_known = source.origin is None or source.origin in self.origins or is_for_any_page(target)
        if reason is None and not is_known:
            reason = refusal(source)
        if reason:
            return _text(HTTPStatus.FORBIDDEN, reason)
        try:
            answer = self.edge.request(method, target, headers)
        except FunctionFailed as error:
            # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-503-service-unavailable.html
            answer = _text(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
        allowed = {"access-control-allow-origin": source.origin} if source.origin else {}
        return Answer(answer.status, {**answer.headers, **allowed}, answer.body)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body are sent one after the other, and the caller may delay its acknowledgment of the head.
    disable_nagle_algorithm = True
    server: CdnServer

    def do_GET(self) -> None:
        answer = self._answer()
        self._send(answer, str(len(answer.body)))
        self.wfile.write(answer.body)

    def do_HEAD(self) -> None:
        answer = self._answer()
        self._send(answer, answer.headers.get("content-length", "0"))

    def _answer(self) -> Answer:
        headers = {name.lower(): value for name, value in self.headers.items()}
        return self.server.answer(RequestSource.of(self.headers), self.command, self.path, headers)

    def _send(self, answer: Answer, length: str) -> None:
        self.send_response(answer.status)
        for name, value in {**answer.headers, "content-length": length}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Log nothing, as moto's server does."""


def _text(status: HTTPStatus, text: str) -> Answer:
    return Answer(status, {"content-type": "text/plain; charset=utf-8"}, text.encode())
