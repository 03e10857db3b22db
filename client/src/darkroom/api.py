"""Calls to the service's HTTP API: authentication, retries, typed responses and errors."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import quote, urljoin, urlsplit

import msgspec
import requests
from requests.auth import AuthBase

from darkroom import error_responses
from darkroom.errors import InvalidResponse
from darkroom.retry import with_retries
from darkroom.transport import Transport, origin

T = TypeVar("T")


class BearerToken(AuthBase):
    """Adds the bearer token to a request.

    Passed as `auth`, it takes precedence over ~/.netrc, and requests drops it on a redirect to another host.
    """

    def __init__(self, token: str) -> None:
        if not (token.isascii() and token.isprintable()):
            raise ValueError("The token contains invalid characters. Check that you copied it correctly.")
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Set the `Authorization` header."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Api:
    """Sends requests to one base URL and retries failures that may be temporary."""

    def __init__(
        self, base_url: str, token: str | None, transport: Transport, sleep: Callable[[float], None]
    ) -> None:
        self._base = _checked(base_url)
        self._auth = BearerToken(token) if token else None
        self._transport = transport
        self._sleep = sleep

    def get(self, path: str, **params: str | int | None) -> requests.Response:
        """Send a GET request, omitting parameters that are None. Raises ApiError, ConnectionFailed."""
        return with_retries(self._sleep)(self._call, "GET", path, params=params)

    def location(self, path: str, params: Mapping[str, str]) -> str:
        """Send a GET request; return the URL that the response redirects to.

        Raises ApiError, ConnectionFailed, and InvalidResponse if it does not.
        """
        response = with_retries(self._sleep)(self._call, "GET", path, params=params, allow_redirects=False)
        if "Location" not in response.headers:
            raise InvalidResponse(f"The response from {origin(response.url)} is no redirect.")
        return urljoin(response.url, response.headers["Location"])

    def delete(self, path: str) -> requests.Response:
        """Send a DELETE request. Raises ApiError, ConnectionFailed."""
        return with_retries(self._sleep)(self._call, "DELETE", path)

    def post(self, path: str, body: Mapping[str, object]) -> requests.Response:
        """Send JSON in a POST request, with one idempotency key for all attempts.

        Raises ApiError, ConnectionFailed.
        """
        idempotency = {"Idempotency-Key": str(uuid.uuid4())}
        return with_retries(self._sleep)(self._call, "POST", path, headers=idempotency, json=body)

    def patch(self, path: str, body: Mapping[str, object]) -> requests.Response:
        """Send a JSON merge patch in a PATCH request. Raises ApiError, ConnectionFailed."""
        headers = {"Content-Type": "application/merge-patch+json"}
        return with_retries(self._sleep)(self._call, "PATCH", path, headers=headers, json=body)

    def _call(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        **options: Any,  # noqa: ANN401 - passed on to requests
    ) -> requests.Response:
        headers = {"Accept": "application/json", **(headers or {})}
        response = self._transport.send(
            method, self._base + path, auth=self._auth, headers=headers, **options
        )
        if not response.ok:
            raise error_responses.error_from(response)
        return response


def image_path(image_id: str) -> str:
    """Return the path of an image."""
    return f"/images/{quote(image_id, safe='')}"


def parsed(response: requests.Response, kind: type[T]) -> T:
    """Decode the JSON response as `kind`. Raises InvalidResponse."""
    try:
        return msgspec.json.decode(response.content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidResponse(
            f"The response from {origin(response.url)} is not valid ({error}). The base URL may be wrong."
        ) from error


def _checked(base_url: str) -> str:
    parts = urlsplit(base_url)
    shown = base_url.rpartition("@")[2]  # the part before it may contain a password
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{shown!r} is not a valid base URL. Use a URL such as https://host/api.")
    return base_url.rstrip("/")
