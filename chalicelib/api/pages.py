"""HTTP answers that are files of our own page."""

from collections.abc import Iterable
from http import HTTPStatus

from chalice.app import Request, Response

from chalicelib.api import responses
from chalicelib.webfiles import WebFiles

_REVALIDATE = "no-cache"
_FOR_EVER = "public, max-age=31536000, immutable"


def page(request: Request, files: WebFiles, origins: Iterable[str]) -> Response:
    """Answer with the page, which may talk to these origins.

    Its links are relative, so that they hold below a stage, a custom domain or a CDN alike; an address
    without the last slash would lead them astray.
    """
    path: str = request.context["path"]
    if not path.endswith("/"):
        return responses.redirect(f"{path.rpartition('/')[2]}/")
    file = files.page
    return _conditional(request, file.etag, responses.page(file.content, origins))


def asset(request: Request, files: WebFiles, version: str, name: str) -> Response:
    """Answer with a file of the page. Raises NotFound.

    A page of another release gets today's files, which are better than none, but is not to keep them.
    """
    file = files.asset(name)
    headers: dict[str, str | list[str]] = {
        "Content-Type": file.content_type,
        "Cache-Control": _FOR_EVER if version == files.version else _REVALIDATE,
    }
    return _conditional(request, file.etag, Response(body=file.content, headers=headers))


def _conditional(request: Request, etag: str, answer: Response) -> Response:
    """Turn the answer into 304 for a browser that has this file: RFC 9110, section 13.1.2."""
    answer.headers["ETag"] = etag
    if etag in request.headers.get("if-none-match", ""):
        answer.status_code, answer.body = HTTPStatus.NOT_MODIFIED.value, ""
    return answer
