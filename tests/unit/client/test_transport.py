import pytest
import requests
from darkroom import Client, ConnectionFailed, InvalidResponse
from responses import RequestsMock

from tests.unit.client.clocks import FakeClock
from tests.unit.client.payloads import URL

IMAGE_URL = f"{URL}/images/id1"


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (requests.ConnectTimeout(), r"Could not connect to http://darkroom\.test\."),
        (requests.ReadTimeout(), r"http://darkroom\.test did not respond in time\."),
        (requests.exceptions.SSLError(), r"Could not connect securely to http://darkroom\.test\."),
        (
            requests.ConnectionError("/images/id1?signature=secret"),
            r"The connection to http://darkroom\.test was lost\.",
        ),
    ],
)
def test_error_messages_name_only_the_origin(
    client: Client, web: RequestsMock, error: Exception, message: str
) -> None:
    for _ in range(4):
        web.get(IMAGE_URL, body=error)

    with pytest.raises(ConnectionFailed, match=f"^{message}") as caught:
        client.get("id1")
    assert caught.value.__cause__ is error


@pytest.mark.parametrize("error", [requests.TooManyRedirects(), requests.exceptions.InvalidURL()])
def test_does_not_retry_an_invalid_url(
    client: Client, web: RequestsMock, clock: FakeClock, error: Exception
) -> None:
    web.get(IMAGE_URL, body=error)

    with pytest.raises(InvalidResponse, match="Invalid URL or redirect"):
        client.get("id1")
    assert clock.pauses == []


def test_error_messages_omit_the_password_in_the_base_url(web: RequestsMock, clock: FakeClock) -> None:
    for _ in range(4):
        web.get("http://me:pass@darkroom.test/images/id1", body=requests.ReadTimeout())

    with (
        Client("http://me:pass@darkroom.test", clock=clock) as client,
        pytest.raises(ConnectionFailed) as caught,
    ):
        client.get("id1")
    assert "pass" not in str(caught.value)
