"""Send webhooks over HTTP."""

import ssl
from collections.abc import Mapping
from http.client import HTTPException, HTTPResponse

from chalicelib.errors import DeliveryFailed
from chalicelib.models import EndpointResponse
from chalicelib.webhooks.http.connection import PinnedConnection
from chalicelib.webhooks.http.url_checks import (
    Resolve,
    Target,
    allowed_addresses,
    check_ip_literal,
    parse,
    system_resolver,
)

# Seconds from connecting to the end of the response headers, as Standard Webhooks recommends.
TIMEOUT = 15.0


class HttpClient:
    """Sends POST requests and reads the status and headers of the response, not its body.

    Redirects are not followed, since their target has not been checked.
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
        """Check a URL before it is saved. Raises UnusableUrl."""
        target = parse(url, allow_loopback=self._allow_loopback)
        check_ip_literal(target, allow_loopback=self._allow_loopback)

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> EndpointResponse:
        """Send a POST request to a checked address. Raises DeliveryFailed."""
        target = parse(url, allow_loopback=self._allow_loopback)
        allowed = allowed_addresses(target, self._resolve, allow_loopback=self._allow_loopback)
        connection = PinnedConnection(target, allowed, timeout=self._timeout, tls=self._tls)
        try:
            with connection.time_limit():
                return self._exchange(connection, target, headers, body)
        except (OSError, HTTPException) as error:
            raise DeliveryFailed(f"{target.host} did not respond: {error or type(error).__name__}") from error

    def _exchange(
        self, connection: PinnedConnection, target: Target, headers: Mapping[str, str], body: bytes
    ) -> EndpointResponse:
        connection.request("POST", target.path, body, {**headers, "Connection": "close"})
        response = connection.getresponse()
        return EndpointResponse(status=response.status, retry_after=_retry_after(response))


def _retry_after(response: HTTPResponse) -> int | None:
    """Return the seconds in `Retry-After`. A date is ignored, so the retry schedule applies."""
    text = response.getheader("Retry-After", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004 - years
