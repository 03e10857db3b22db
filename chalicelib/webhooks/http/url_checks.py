"""Check the URLs of endpoints: their form when they are saved, their IP addresses before each request.

This protects against SSRF. The owner of a host name can point it anywhere: to this machine, into a private
network, or to the metadata service that returns credentials (169.254.169.254). So the check of addresses
applies to what the name resolves to.
"""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from msgspec import Struct

from chalicelib.errors import DeliveryFailed, UnusableUrl

Resolve = Callable[[str, int], Sequence[str]]

_PORTS = {"https": 443, "http": 80}
# All IPv6 addresses in public use. Others are local, or contain an IPv4 address.
# https://www.iana.org/assignments/ipv6-address-space/
_GLOBAL_UNICAST = IPv6Network("2000::/3")


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


def is_public(text: str) -> bool:
    """Return whether this is an address on the public internet."""
    address = _parsed(text)
    if isinstance(address, IPv6Address):
        # 6to4 and Teredo packets end up at the embedded IPv4 address, which may be private.
        is_tunnel = address.sixtofour or address.teredo
        return address in _GLOBAL_UNICAST and address.is_global and not is_tunnel
    return address.is_global and not address.is_multicast


def is_loopback(text: str) -> bool:
    """Return whether this address belongs to this machine."""
    return _parsed(text).is_loopback


def _parsed(text: str) -> IPv4Address | IPv6Address:
    return ip_address(text.partition("%")[0])  # link-local addresses end in %INTERFACE
