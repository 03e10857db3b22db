"""Check the URLs of endpoints: their form when they are saved, their IP addresses before each request."""

import socket
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from msgspec import Struct

from chalicelib.errors import DeliveryFailed, UnusableUrl
from chalicelib.webhooks.http.ip_addresses import is_loopback, is_public

Resolve = Callable[[str, int], Sequence[str]]

_PORTS = {"https": 443, "http": 80}


class Target(Struct, frozen=True, kw_only=True):
    """The parts of an endpoint's URL; `path` includes the query."""

    scheme: str
    host: str
    port: int
    path: str


def parse(url: str, *, allow_loopback: bool) -> Target:
    """Parse and check an endpoint's URL. It must use HTTPS, or HTTP if loopback is allowed.

    Raises UnusableUrl.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UnusableUrl(f"The endpoint's URL is invalid: {error}.") from error
    schemes = ("https", "http") if allow_loopback else ("https",)
    if parts.scheme not in schemes or not host or parts.username is not None or parts.fragment:
        raise UnusableUrl("The endpoint's URL must look like https://host/path, without user or fragment.")
    if not (url.isascii() and url.isprintable()) or " " in url:
        raise UnusableUrl("The endpoint's URL must be ASCII without spaces. Percent-encode other characters.")
    if port == 0:
        raise UnusableUrl("The endpoint's URL has port 0, which cannot be connected to.")
    path = parts.path or "/"
    return Target(
        scheme=parts.scheme,
        host=host,
        port=port or _PORTS[parts.scheme],
        path=f"{path}?{parts.query}" if parts.query else path,
    )


def check_ip_literal(target: Target, *, allow_loopback: bool) -> None:
    """Refuse a host that is an IP address which is not allowed, in any notation. Raises UnusableUrl.

    Names are not resolved here: their addresses can change, so they are checked before each request.
    """
    try:
        found = _getaddrinfo(target.host, target.port, socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return
    if not any(_is_allowed(target, address, allow_loopback=allow_loopback) for address in found):
        raise UnusableUrl(f"The endpoint's host {target.host} is not a public IP address.")


def allowed_addresses(target: Target, resolve: Resolve, *, allow_loopback: bool) -> Sequence[str]:
    """Resolve the host once; return the addresses that may be connected to. Raises DeliveryFailed."""
    try:
        found = resolve(target.host, target.port)
    except (OSError, UnicodeError) as error:
        raise DeliveryFailed(f"The endpoint's host {target.host} cannot be resolved: {error}") from error
    allowed = [address for address in found if _is_allowed(target, address, allow_loopback=allow_loopback)]
    if not allowed:
        raise DeliveryFailed(f"The endpoint's host {target.host} has no public IP address.")
    return allowed


def system_resolver(host: str, port: int) -> Sequence[str]:
    """Resolve a host with the system's resolver. Raises OSError, UnicodeError."""
    return _getaddrinfo(host, port)


def _getaddrinfo(host: str, port: int, flags: int = 0) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _is_allowed(target: Target, address: str, *, allow_loopback: bool) -> bool:
    if allow_loopback and is_loopback(address):
        return True
    return target.scheme == "https" and is_public(address)
