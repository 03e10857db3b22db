"""Decide which IP addresses webhooks may be sent to, as a protection against SSRF. Pure.

The owner of a host name can point it anywhere: to this machine, into a private network, or to the metadata
service that returns credentials (169.254.169.254). So the check applies to the address, not to the name.
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# All IPv6 addresses in public use. Others are local, or contain an IPv4 address.
# https://www.iana.org/assignments/ipv6-address-space/
_GLOBAL_UNICAST = IPv6Network("2000::/3")


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
