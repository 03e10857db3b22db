"""The service's HTTP interface: requests with a token in, typed answers or ApiError out."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec
import requests
from requests.auth import AuthBase

from darkroom import problems
from darkroom.errors import InvalidResponse
from darkroom.retry import retrying
from darkroom.transport import Transport, origin

T = TypeVar("T")


class BearerToken(AuthBase):
    """Signs a request. As requests' `auth` it wins over ~/.netrc, and a redirect to another host drops it."""

    def __init__(self, token: str) -> None:
        if not (token.isascii() and token.isprintable()):
            raise ValueError("The token contains characters that no token has; was it pasted whole?")
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the header."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Api:
    """Calls below one base URL, with retries where they are safe."""

    def __init__(
        self, base_url: str, token: str | None, transport: Transport, sleep: Callable[[float], None]
    ) -> None:
        self._base = _checked(base_url)
        self._auth = BearerToken(token) if token else None
        self._transport = transport
        self._sleep = sleep

    def get(self, path: str, **params: str | int | None) -> requests.Response:
        """GET; parameters that are None are left out. Raises ApiError, ConnectionFailed."""
        return retrying(self._sleep)(self._call, "GET", path, params=params)

    def delete(self, path: str) -> requests.Response:
        """DELETE. Raises ApiError, ConnectionFailed."""
        return retrying(self._sleep)(self._call, "DELETE", path)

    def post(self, path: str, body: Mapping[str, object]) -> requests.Response:
        """POST JSON, under a key by which a second attempt acts once. Raises ApiError, ConnectionFailed."""
        once = {"Idempotency-Key": str(uuid.uuid4())}
        return retrying(self._sleep)(self._call, "POST", path, headers=once, json=body)

    def _call(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        **options: Any,  # noqa: ANN401 - requests' own
    ) -> requests.Response:
        headers = {"Accept": "application/json", **(headers or {})}
        response = self._transport.send(
            method, self._base + path, auth=self._auth, headers=headers, **options
        )
        if not response.ok:
            raise problems.error_from(response)
        return response


def parsed(response: requests.Response, kind: type[T]) -> T:
    """Read the answer's JSON as `kind`. Raises InvalidResponse."""
    try:
        return msgspec.json.decode(response.content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidResponse(
            f"The answer of {origin(response.url)} is not Darkroom's ({error}); is the base URL right?"
        ) from error


def _checked(base_url: str) -> str:
    parts = urlsplit(base_url)
    shown = base_url.rpartition("@")[2]  # what stands before it may be a password
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{shown!r} is no base URL; it looks like https://host/api")
    return base_url.rstrip("/")
