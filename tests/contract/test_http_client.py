"""Webhooks sent through real sockets to this machine, which is only allowed in development."""

import socket
from collections.abc import Sequence
from contextlib import closing

import pytest

from chalicelib.errors import DeliveryFailed, UnusableUrl
from chalicelib.models import EndpointResponse
from tests.contract.http_helpers import BODY, HEADERS, make_client
from tests.receiver import Receiver


def test_a_request_arrives_complete() -> None:
    with Receiver(statuses=[204]) as receiver:
        assert make_client().post(f"{receiver.url}?a=b%20c", HEADERS, BODY) == EndpointResponse(status=204)
    [received] = receiver.received
    assert (received.path, received.body) == ("/hook?a=b%20c", BODY)
    assert received.headers["webhook-id"] == "i-3"
    assert received.headers["host"] == f"127.0.0.1:{receiver.port}"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    with Receiver() as elsewhere, Receiver([status], {"Location": elsewhere.url}) as receiver:
        assert make_client().post(receiver.url, HEADERS, BODY).status == status
    assert elsewhere.received == []


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("120", 120), ("-1", None), ("soon", None), ("9" * 30, None), ("Wed, 21 Oct 2026 07:28:00 GMT", None)],
)
def test_the_seconds_in_retry_after_are_read(text: str, seconds: int | None) -> None:
    with Receiver([503], {"Retry-After": text}) as receiver:
        assert make_client().post(receiver.url, HEADERS, BODY) == EndpointResponse(
            status=503, retry_after=seconds
        )


def test_loopback_is_refused_unless_it_is_allowed() -> None:
    with Receiver() as receiver, pytest.raises(DeliveryFailed):
        make_client(allow_loopback=False).post(receiver.url, HEADERS, BODY)
    with pytest.raises(DeliveryFailed, match="public IP address"):
        make_client(allow_loopback=False).post(f"https://127.0.0.1:{receiver.port}/", HEADERS, BODY)
    assert receiver.received == []


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]"),
        *("169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "[::ffff:169.254.169.254]"),
        *("0", "10.0.0.1", "[fe80::1]", "[fd00:ec2::254]"),
    ],
)
def test_an_address_that_is_not_public_is_refused_in_any_notation(host: str) -> None:
    client = make_client(allow_loopback=False)
    with pytest.raises(UnusableUrl, match="public IP address"):
        client.check(f"https://{host}/")
    with pytest.raises(DeliveryFailed, match="public IP address"):
        client.post(f"https://{host}/", HEADERS, BODY)


@pytest.mark.parametrize("host", ["93.184.215.14", "[2606:2800:21f:cb07:6820:80da:af6b:8b2c]", "example.com"])
def test_public_addresses_and_all_names_can_be_saved(host: str) -> None:
    make_client(allow_loopback=False).check(f"https://{host}/")


def test_a_name_that_resolves_to_loopback_is_refused() -> None:
    with pytest.raises(DeliveryFailed, match="localhost has no public IP address"):
        make_client(allow_loopback=False).post("https://localhost/", HEADERS, BODY)


def test_the_host_is_resolved_once_and_the_checked_address_is_used() -> None:
    resolved: list[str] = []

    def resolve(host: str, port: int) -> Sequence[str]:
        resolved.append(f"{host}:{port}")
        return ["127.0.0.1"]

    with Receiver() as receiver:
        url = f"http://hooks.example.com:{receiver.port}/hook"
        make_client(resolve=resolve).post(url, HEADERS, BODY)
    assert resolved == [f"hooks.example.com:{receiver.port}"]
    assert receiver.received[0].headers["host"] == f"hooks.example.com:{receiver.port}"


def test_the_next_address_is_tried_if_one_does_not_respond() -> None:
    with Receiver() as receiver:
        url = f"http://hooks.example.com:{receiver.port}/hook"
        # No server listens at the first address.
        response = make_client(resolve=lambda *_: ["127.0.0.2", "127.0.0.1"]).post(url, HEADERS, BODY)
    assert response.status == 200


def test_an_unreachable_endpoint_is_reported() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
    with pytest.raises(DeliveryFailed, match=r"127\.0\.0\.1 did not respond"):
        make_client().post(f"http://127.0.0.1:{port}/", HEADERS, BODY)
