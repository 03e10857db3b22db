"""HTTP responses with the files of our own pages."""

from collections.abc import Iterable

from chalice.app import Request, Response

from chalicelib.api import responses
from chalicelib.api.static_files import StaticFiles

_REVALIDATE = "no-cache"
_IMMUTABLE = "public, max-age=31536000, immutable"


def page(request: Request, files: StaticFiles, origins: Iterable[str]) -> Response:
    """Return a response with the page, or a redirect if the URL lacks the trailing slash.

    The page's links are relative, so that they work below a stage, a custom domain or a CDN. They need the
    slash to resolve correctly. `origins` are those that the page may talk to.
    """
    path: str = request.context["path"]
    if not path.endswith("/"):
        return responses.redirect(f"{path.rpartition('/')[2]}/")
    file = files.page
    response = responses.page(file.content, origins)
    response.headers["ETag"] = file.etag
    return response


def asset(files: StaticFiles, version: str, name: str) -> Response:
    """Return a response with a file of the page. Raises NotFound.

    If `version` is another release, the response has the current file, but browsers must not cache it.
    """
    file = files.asset(name)
    headers: dict[str, str | list[str]] = {
        "Content-Type": file.content_type,
        "Cache-Control": _IMMUTABLE if version == files.version else _REVALIDATE,
        "ETag": file.etag,
    }
    return Response(body=file.content, headers=headers)
