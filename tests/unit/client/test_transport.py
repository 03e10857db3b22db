import pytest
import requests
from darkroom import Client, ConnectionFailed, InvalidResponse
from responses import RequestsMock

from tests.unit.client.clocks import FakeClock
from tests.unit.client.documents import URL

IMAGE_URL = f"{URL}/images/id1"


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (requests.ConnectTimeout(), "cannot connect"),
        (requests.ReadTimeout(), "no answer in time"),
        (requests.exceptions.SSLError(), "no secure connection"),
        (requests.ConnectionError("/images/id1?signature=secret"), "the connection broke"),
    ],
)
def test_a_fault_is_told_in_plain_words_with_the_host_only(
    client: Client, web: RequestsMock, fault: Exception, words: str
) -> None:
    for _ in range(4):
        web.get(IMAGE_URL, body=fault)

    with pytest.raises(ConnectionFailed, match=f"^http://darkroom.test: {words}") as caught:
        client.get("id1")
    assert caught.value.__cause__ is fault


@pytest.mark.parametrize("fault", [requests.TooManyRedirects(), requests.exceptions.InvalidURL()])
def test_a_url_that_leads_nowhere_is_not_tried_again(
    client: Client, web: RequestsMock, clock: FakeClock, fault: Exception
) -> None:
    web.get(IMAGE_URL, body=fault)

    with pytest.raises(InvalidResponse, match="the URL cannot be used"):
        client.get("id1")
    assert clock.pauses == []


def test_a_password_in_the_base_url_is_kept_out_of_messages(web: RequestsMock, clock: FakeClock) -> None:
    for _ in range(4):
        web.get("http://me:pass@darkroom.test/images/id1", body=requests.ReadTimeout())

    with (
        Client("http://me:pass@darkroom.test", clock=clock) as client,
        pytest.raises(ConnectionFailed) as caught,
    ):
        client.get("id1")
    assert "pass" not in str(caught.value)
