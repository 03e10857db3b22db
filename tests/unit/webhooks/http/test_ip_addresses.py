"""Which IP addresses webhooks may be sent to."""

import pytest

from chalicelib.webhooks.http.url_checks import is_loopback, is_public


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.255.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1"),  # noqa: S104 - only parsed, not bound
        *("169.254.169.254", "169.254.170.2", "100.64.0.1", "192.0.0.8", "198.18.0.1", "192.0.2.1"),
        *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
        *(
            "::",
            "::1",
            "fe80::1",
            "fe80::1%eth0",
            "fc00::1",
            "fd00:ec2::254",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
        ),
        # with an IPv4 address inside: mapped, compatible, NAT64, 6to4, Teredo
        *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:93.184.215.14", "::127.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a9fe:a9fe::1"),
        "2001:0:53aa:64c:0:0:80ff:fffe",
    ],
)
def test_addresses_outside_the_public_internet_are_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("address", "loopback"),
    [("127.0.0.1", True), ("127.1.2.3", True), ("::1", True), ("10.0.0.1", False), ("8.8.8.8", False)],
)
def test_loopback_addresses_are_recognized(address: str, *, loopback: bool) -> None:
    assert is_loopback(address) is loopback
