"""Serves the local distribution over HTTP."""

from collections.abc import Collection, Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

from werkzeug.datastructures import EnvironHeaders
from werkzeug.wrappers import Response

from local.cdn.edge import Edge
from local.cdn.origins import Answer
from local.errors import FunctionFailed
from local.page_requests import RequestSource, foreign_host, is_for_any_page, refusal

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class CdnApplication:
    """WSGI application that is served on this port. Only pages of these `origins` may read responses."""

    def __init__(self, port: int, edge: Edge, origins: Collection[str]) -> None:
        self._port, self._edge, self._origins = port, edge, origins

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Respond with the edge's answer, or with the reason why this page gets none."""
        headers = EnvironHeaders(environ)
        source, method = RequestSource.of(headers), environ["REQUEST_METHOD"]
        answer = self._answer(source, method, environ["RAW_URI"], {k.lower(): v for k, v in headers.items()})
        response = Response([answer.body], answer.status, answer.headers)
        if method != "HEAD":
            response.content_length = len(answer.body)
        return response(environ, start_response)

    def _answer(self, source: RequestSource, method: str, target: str, headers: Mapping[str, str]) -> Answer:
        reason = foreign_host(source, self._port)
        is_known = source.origin is None or source.origin in self._origins or is_for_any_page(target)
        if reason is None and not is_known:
            reason = refusal(source)
        if reason:
            return _text(HTTPStatus.FORBIDDEN, reason)
        try:
            answer = self._edge.request(method, target, headers)
        except FunctionFailed as error:
            # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-503-service-unavailable.html
            answer = _text(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
        allowed = {"access-control-allow-origin": source.origin} if source.origin else {}
        return Answer(answer.status, {**answer.headers, **allowed}, answer.body)


def _text(status: HTTPStatus, text: str) -> Answer:
    return Answer(status, {"content-type": "text/plain; charset=utf-8"}, text.encode())
