"""Which addresses an endpoint may have. Pure.

A name that somebody else controls may lead anywhere: to this machine, into a private network, to the
service that hands out credentials (169.254.169.254). What counts is the address that is connected to.
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# All that has been given out of IPv6; what lies outside of it is local, or an IPv4 address in disguise.
# https://www.iana.org/assignments/ipv6-address-space/
_GLOBAL_UNICAST = IPv6Network("2000::/3")


def is_public(text: str) -> bool:
    """Tell whether it is somewhere on the internet, seen from anywhere."""
    address = _parsed(text)
    if isinstance(address, IPv6Address):
        # 6to4 and Teredo lead on to an IPv4 address inside.
        leads_on = address.sixtofour or address.teredo
        return address in _GLOBAL_UNICAST and address.is_global and not leads_on
    return address.is_global and not address.is_multicast


def is_loopback(text: str) -> bool:
    """Tell whether it is this very machine."""
    return _parsed(text).is_loopback


def _parsed(text: str) -> IPv4Address | IPv6Address:
    return ip_address(text.partition("%")[0])  # link-local ones come with their interface
