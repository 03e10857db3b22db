"""HTTP answers that are files of our own page."""

from collections.abc import Iterable

from chalice.app import Request, Response

from chalicelib.api import responses
from chalicelib.api.static_files import StaticFiles

_REVALIDATE = "no-cache"
_FOR_EVER = "public, max-age=31536000, immutable"


def page(request: Request, files: StaticFiles, origins: Iterable[str]) -> Response:
    """Return a response with the page, which may talk to these origins.

    Its links are relative, so that they hold below a stage, a custom domain or a CDN alike; an address
    without the last slash would lead them astray.
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

    A page of another release gets today's files, which are better than none, but is not to keep them.
    """
    file = files.asset(name)
    headers: dict[str, str | list[str]] = {
        "Content-Type": file.content_type,
        "Cache-Control": _FOR_EVER if version == files.version else _REVALIDATE,
        "ETag": file.etag,
    }
    return Response(body=file.content, headers=headers)
