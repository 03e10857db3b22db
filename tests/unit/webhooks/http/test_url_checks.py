"""Checks of endpoint URLs and their addresses."""

from collections.abc import Sequence

import pytest

from chalicelib.errors import DeliveryFailed, UnusableUrl
from chalicelib.webhooks.http.url_checks import Target, allowed_addresses, parse

PUBLIC, PRIVATE, LOOPBACK = "93.184.215.14", "10.0.0.1", "127.0.0.1"


def resolving_to(*found: str) -> Sequence[str]:
    target = parse("https://example.com/", allow_loopback=False)
    return allowed_addresses(target, lambda *_: found, allow_loopback=False)


def test_a_url_is_parsed() -> None:
    assert parse("https://example.com:8443/a%20b?c=d", allow_loopback=False) == Target(
        scheme="https", host="example.com", port=8443, path="/a%20b?c=d"
    )
    assert parse("https://example.com", allow_loopback=False).path == "/"


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.com/", "ftp://example.com/", "file:///etc/passwd", "example.com", "https://", ""),
        *("https://user@example.com/", "https://user:secret@example.com/", "https://example.com/#here"),
        *(
            "https://example.com:99999/",
            "https://[::1/",
            "https://exa mple.com/",
            "https://example.com/\r\nX: y",
        ),
        *("https://exämple.com/", "//example.com/", "https://example.com:port/", "https://example.com:0/"),
        *("https://@example.com/", r"https://example.com\@127.0.0.1/"),
    ],
)
def test_an_invalid_or_unsafe_url_is_refused(url: str) -> None:
    with pytest.raises(UnusableUrl):
        parse(url, allow_loopback=False)


def test_public_addresses_are_used() -> None:
    assert resolving_to(PUBLIC) == [PUBLIC]


def test_the_host_and_port_of_the_url_are_looked_up() -> None:
    asked: list[tuple[str, int]] = []

    def resolve(host: str, port: int) -> Sequence[str]:
        asked.append((host, port))
        return (PUBLIC,)

    target = parse("https://example.com:8443/", allow_loopback=False)
    allowed_addresses(target, resolve, allow_loopback=False)
    assert asked == [("example.com", 8443)]


def test_private_addresses_of_a_host_are_skipped() -> None:
    assert resolving_to(PRIVATE, PUBLIC, LOOPBACK) == [PUBLIC]


@pytest.mark.parametrize("found", [(PRIVATE,), (LOOPBACK,), ("169.254.169.254",), ("::ffff:10.0.0.1",), ()])
def test_a_host_without_a_public_address_is_refused(found: tuple[str, ...]) -> None:
    with pytest.raises(DeliveryFailed, match=r"example\.com has no public IP address"):
        resolving_to(*found)


def test_an_unknown_host_is_reported() -> None:
    def unknown(host: str, port: int) -> Sequence[str]:
        raise OSError(f"{host}:{port} is unknown")

    target = parse("https://example.com/", allow_loopback=False)
    with pytest.raises(DeliveryFailed, match=r"example\.com cannot be resolved"):
        allowed_addresses(target, unknown, allow_loopback=False)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_loopback_is_allowed_in_development(scheme: str) -> None:
    target = parse(f"{scheme}://localhost:8000/", allow_loopback=True)
    assert allowed_addresses(target, lambda *_: [LOOPBACK], allow_loopback=True) == [LOOPBACK]


def test_plain_http_is_limited_to_loopback_in_development() -> None:
    target = parse("http://example.com/", allow_loopback=True)
    with pytest.raises(DeliveryFailed, match="no public IP address"):
        allowed_addresses(target, lambda *_: [PUBLIC], allow_loopback=True)


def test_private_networks_are_refused_in_development() -> None:
    target = parse("https://example.com/", allow_loopback=True)
    with pytest.raises(DeliveryFailed, match="no public IP address"):
        allowed_addresses(target, lambda *_: [PRIVATE], allow_loopback=True)
