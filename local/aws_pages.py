"""Lets web pages send to the emulated AWS only what they may send to the deployed buckets.

moto checks no signature, so every other request of a page is refused: pages of the API and of `CORS_ORIGINS`
may post upload forms, put parts of multipart uploads, whose ids nobody can guess, and read variants. An
`<img>` or a link sends no `Origin`, so these may get variants on any page that has their URL, but no page can
read what it shows in this way.
"""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from msgspec import Struct
from werkzeug.datastructures import EnvironHeaders
from werkzeug.wrappers import Response

from local.page_requests import RequestSource, foreign_host, refusal

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class PageAccess(Struct, frozen=True):
    """The origins whose pages may use the buckets, and the names of the buckets."""

    origins: Collection[str]
    upload_bucket: str
    dest_bucket: str

    def accepts(self, source: RequestSource, method: str, path: str, query: str = "") -> bool:
        """Return whether a page may send this request."""
        if source.origin is not None and source.origin not in self.origins:
            return False
        bucket, _, key = path.removeprefix("/").partition("/")
        if bucket == self.dest_bucket and key:
            return method in {"GET", "HEAD", "OPTIONS"}
        if bucket != self.upload_bucket or source.origin is None:
            return False
        if key:
            return method in {"PUT", "OPTIONS"} and {"uploadId", "partNumber"} <= parse_qs(query).keys()
        return method in {"POST", "OPTIONS"}


class PageFilter:
    """WSGI middleware that refuses other requests of pages; until `access` is set, all of them."""

    def __init__(self, app: "WSGIApplication", port: int) -> None:
        """Protect `app`, which is served on this port."""
        self._app = app
        self._port = port
        self.access: PageAccess | None = None

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Respond with 403 and the reason, or pass the request on."""
        source = RequestSource.of(EnvironHeaders(environ))
        if reason := foreign_host(source, self._port):
            return Response(reason, 403)(environ, start_response)
        if not source.is_page:
            return self._app(environ, start_response)
        if not self.access or not self.access.accepts(
            source, environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["QUERY_STRING"]
        ):
            return Response(refusal(source), 403)(environ, start_response)
        response = Response.from_app(self._app, environ)
        if source.origin:
            # S3's errors have CORS headers, too, unlike moto's
            response.headers.setdefault("Access-Control-Allow-Origin", source.origin)
        return response(environ, start_response)
