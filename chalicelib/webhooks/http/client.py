"""Sends webhooks over HTTP."""

import ssl
from collections.abc import Mapping
from http.client import HTTPException, HTTPResponse

from chalicelib.errors import DeliveryFailed
from chalicelib.models import EndpointResponse
from chalicelib.webhooks.http.connection import PinnedConnection
from chalicelib.webhooks.http.url_checks import (
    Resolve,
    Target,
    addresses,
    check_literal,
    parse,
    system_resolver,
)

# Seconds for connecting, sending and the answer's headers together, as Standard Webhooks advise.
TIMEOUT = 15.0


class HttpClient:
    """POSTs to an endpoint and reads the answer's status and headers; the rest stays unread.

    Redirects are answers like any other: the address that one leads to has not been looked at.
    """

    def __init__(
        self,
        *,
        allow_loopback: bool,
        tls: ssl.SSLContext,
        timeout: float = TIMEOUT,
        resolve: Resolve = system_resolver,
    ) -> None:
        self._allow_loopback = allow_loopback
        self._tls = tls
        self._timeout = timeout
        self._resolve = resolve

    def check(self, url: str) -> None:
        """Look at a URL before it is saved. Raises UnusableUrl."""
        target = parse(url, allow_loopback=self._allow_loopback)
        check_literal(target, allow_loopback=self._allow_loopback)

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> EndpointResponse:
        """Send. Raises DeliveryFailed."""
        target = parse(url, allow_loopback=self._allow_loopback)
        found = addresses(target, self._resolve, allow_loopback=self._allow_loopback)
        connection = PinnedConnection(target, found, timeout=self._timeout, tls=self._tls)
        try:
            with connection.bounded():
                return self._exchange(connection, target, headers, body)
        except (OSError, HTTPException) as error:
            raise DeliveryFailed(f"{target.host} gave no answer: {error or type(error).__name__}") from error

    def _exchange(
        self, connection: PinnedConnection, target: Target, headers: Mapping[str, str], body: bytes
    ) -> EndpointResponse:
        connection.request("POST", target.path, body, {**headers, "Connection": "close"})
        response = connection.getresponse()
        return EndpointResponse(status=response.status, retry_after=_retry_after(response))


def _retry_after(response: HTTPResponse) -> int | None:
    """Read the seconds; the date that the header may hold instead is left to the schedule."""
    text = response.getheader("Retry-After", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004 - years
