"""Calls to the service's HTTP API: authentication, retries, typed responses and errors."""

import inspect
import json
import os
import uuid
import warnings
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, urlencode, urljoin, urlsplit

import msgspec

import darkroom
from darkroom import error_responses
from darkroom.decoding import decoder
from darkroom.errors import InvalidResponse, NotFoundError
from darkroom.flows import Flow, send
from darkroom.messages import Request, Response, origin
from darkroom.retry import with_retries

T = TypeVar("T")

# URLs with them lead elsewhere, such as to the list of images. Ids can come from a visitor's URL.
_OTHER_PATHS = frozenset({"", ".", ".."})


class Api:
    """Sends requests to one base URL and retries failures that may be temporary."""

    def __init__(self, base_url: str, token: str | None) -> None:
        self._base = _checked(base_url)
        if token and not (token.isascii() and token.isprintable()):
            raise ValueError("The token contains invalid characters. Check that you copied it correctly.")
        self._token = token or None

    def get(self, path: str, **params: str | int | None) -> Flow[Response]:
        """Send a GET request, omitting parameters that are None. Raises ApiError, ConnectionFailed."""
        return self._call("GET", _with_query(path, params))

    def get_without_token(self, url: str) -> Flow[Response]:
        """Send a GET request to a signed URL of the service. Raises ApiError, ConnectionFailed."""
        headers = {"Accept": "application/json", "User-Agent": _user_agent()}
        request = Request(method="GET", url=url, headers=headers)
        return with_retries(partial(_response, request))

    def location(self, path: str, params: Mapping[str, str]) -> Flow[str]:
        """Send a GET request; return the URL that the response redirects to.

        Raises ApiError, ConnectionFailed, and InvalidResponse if it does not.
        """
        response = yield from self._call("GET", _with_query(path, params), follow_redirects=False)
        if "Location" not in response.headers:
            raise InvalidResponse(f"The response from {origin(response.url)} is no redirect.")
        return urljoin(response.url, response.headers["Location"])

    def delete(self, path: str) -> Flow[Response]:
        """Send a DELETE request. Raises ApiError, ConnectionFailed."""
        return self._call("DELETE", path)

    def post(
        self, path: str, body: Mapping[str, object] | None = None, *, creates: bool = False
    ) -> Flow[Response]:
        """Send JSON, if any, in a POST request. All attempts to create an image have one idempotency key.

        Raises ApiError, ConnectionFailed.
        """
        key = {"Idempotency-Key": str(uuid.uuid4())} if creates else {}
        return self._call("POST", path, {"Content-Type": "application/json", **key}, body)

    def patch(self, path: str, body: Mapping[str, object]) -> Flow[Response]:
        """Send a JSON merge patch in a PATCH request. Raises ApiError, ConnectionFailed."""
        return self._call("PATCH", path, {"Content-Type": "application/merge-patch+json"}, body)

    def _call(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        body: Mapping[str, object] | None = None,
        *,
        follow_redirects: bool = True,
    ) -> Flow[Response]:
        request = Request(
            method=method,
            url=self._base + path,
            headers={"Accept": "application/json", "User-Agent": _user_agent(), **(headers or {})},
            body=None if body is None else json.dumps(body, allow_nan=False).encode(),
            token=self._token,
            follow_redirects=follow_redirects,
        )
        return with_retries(partial(_response, request))


def image_path(image_id: str) -> str:
    """Return the path of an image. Raises NotFoundError for what is no id."""
    if image_id in _OTHER_PATHS:
        raise NotFoundError(404, "image_not_found", f"There is no image with the id {image_id!r}.")
    return f"/images/{quote(image_id, safe='')}"


def parsed(response: Response, kind: type[T]) -> T:
    """Decode the JSON response as `kind`. Raises InvalidResponse."""
    try:
        return decoder(kind).decode(response.content)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidResponse(
            f"The response from {origin(response.url)} is not valid ({error}). The base URL may be wrong."
        ) from error


def _response(request: Request) -> Flow[Response]:
    response = yield from send(request)
    if not response.ok:
        raise error_responses.error_from(response)
    if "Deprecation" in response.headers:
        _warn(request.method, response)
    return response


def _warn(method: str, response: Response) -> None:
    """Warn of an operation that a later version of the service will not have (RFC 9745, RFC 8594)."""
    ends = f" and ends on {response.headers['Sunset']}" if "Sunset" in response.headers else ""
    path = urlsplit(response.url).path
    message = f"{method} {path} is deprecated{ends}; update the client. {response.headers.get('Link', '')}"
    warnings.warn(message.rstrip(), DeprecationWarning, stacklevel=_level_of_caller())


def _level_of_caller() -> int:
    """Return the stack level of who called the client. By default, Python hides warnings about libraries."""
    package = f"{Path(darkroom.__file__).parent}{os.sep}"
    frame, level = inspect.currentframe(), 0
    while frame is not None and frame.f_code.co_filename.startswith(package):
        frame, level = frame.f_back, level + 1
    return level


def _user_agent() -> str:
    # This module is imported before the package has its version.
    return f"darkroom-python/{darkroom.__version__}"


def _with_query(path: str, params: Mapping[str, str | int | None]) -> str:
    query = urlencode({name: value for name, value in params.items() if value is not None})
    return f"{path}?{query}" if query else path


def _checked(base_url: str) -> str:
    parts = urlsplit(base_url)
    shown = base_url.rpartition("@")[2]  # the part before it may contain a password
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{shown!r} is not a valid base URL. Use a URL such as https://host/api.")
    return base_url.rstrip("/")
