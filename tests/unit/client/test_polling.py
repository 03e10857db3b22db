import pytest
import requests
from darkroom import Client, ImageFailed, NotFoundError, WaitTimeout
from darkroom.polling import SHORTEST_PAUSE_SECONDS, USUAL_PAUSE_SECONDS
from responses import RequestsMock

from tests.unit.client import documents
from tests.unit.client.clocks import FakeClock
from tests.unit.client.documents import URL

IMAGE_URL = f"{URL}/images/id1"


def test_waits_as_long_as_the_service_asks(client: Client, web: RequestsMock, clock: FakeClock) -> None:
    web.get(IMAGE_URL, json=documents.image(status="pending"), headers={"Retry-After": "2"})
    web.get(IMAGE_URL, json=documents.image(status="processing"), headers={"Retry-After": "1"})
    web.get(IMAGE_URL, json=documents.image())

    assert client.wait("id1").status == "ready"
    assert clock.pauses == [2, 1]


@pytest.mark.parametrize(
    ("headers", "pause"), [({}, USUAL_PAUSE_SECONDS), ({"Retry-After": "0"}, SHORTEST_PAUSE_SECONDS)]
)
def test_never_asks_without_a_pause(
    client: Client, web: RequestsMock, clock: FakeClock, headers: dict[str, str], pause: float
) -> None:
    web.get(IMAGE_URL, json=documents.image(status="pending"), headers=headers)
    web.get(IMAGE_URL, json=documents.image())

    client.wait("id1")

    assert clock.pauses == [pause]


def test_stops_when_the_time_is_over(client: Client, web: RequestsMock, clock: FakeClock) -> None:
    for _ in range(3):
        web.get(IMAGE_URL, json=documents.image(status="processing"), headers={"Retry-After": "4"})

    with pytest.raises(WaitTimeout, match="still processing after 5 seconds") as caught:
        client.wait("id1", 5)
    assert clock.pauses == [4, 1]
    assert caught.value.image.id == "id1"


def test_looks_once_when_there_is_no_time(client: Client, web: RequestsMock, clock: FakeClock) -> None:
    web.get(IMAGE_URL, json=documents.image())

    assert client.wait("id1", 0).status == "ready"
    assert clock.pauses == []


def test_a_failed_picture_says_why(client: Client, web: RequestsMock) -> None:
    error = {"code": "corrupt_image", "detail": "The data ends early"}
    web.get(IMAGE_URL, json=documents.image(status="failed", error=error))

    with pytest.raises(ImageFailed, match=r"failed: The data ends early \(corrupt_image\)") as caught:
        client.wait("id1")
    assert caught.value.image.status == "failed"


def test_a_picture_that_is_deleted_meanwhile_is_not_waited_for(client: Client, web: RequestsMock) -> None:
    web.get(IMAGE_URL, json=documents.image(status="pending"))
    web.get(IMAGE_URL, status=404)

    with pytest.raises(NotFoundError):
        client.wait("id1")


def test_an_outage_shorter_than_the_retries_is_waited_out(client: Client, web: RequestsMock) -> None:
    web.get(IMAGE_URL, json=documents.image(status="pending"))
    web.get(IMAGE_URL, status=502)
    web.get(IMAGE_URL, body=requests.ConnectionError())
    web.get(IMAGE_URL, json=documents.image())

    assert client.wait("id1").status == "ready"
