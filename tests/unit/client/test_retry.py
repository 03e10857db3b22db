import pytest
import requests
import urllib3
from darkroom import ConnectionFailed, UnavailableError
from darkroom.client import Client
from responses import RequestsMock

from tests.unit.client import documents
from tests.unit.client.clocks import FakeClock
from tests.unit.client.documents import FORM_URL, URL

IMAGE_URL = f"{URL}/images/id1"
IMAGES_URL = f"{URL}/images"


def refused() -> requests.ConnectionError:
    cause = urllib3.exceptions.NewConnectionError(urllib3.connection.HTTPConnection("h"), "refused")
    return requests.ConnectionError(
        urllib3.exceptions.MaxRetryError(urllib3.HTTPConnectionPool("h"), "/", cause)
    )


def broken() -> requests.ConnectionError:
    return requests.ConnectionError(urllib3.exceptions.ProtocolError("Connection aborted."))


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_read_is_tried_again_when_the_fault_may_pass(
    client: Client, web: RequestsMock, status: int
) -> None:
    web.get(IMAGE_URL, status=status)
    web.get(IMAGE_URL, json=documents.image())

    assert client.get("id1").id == "id1"


@pytest.mark.parametrize("fault", [refused(), broken(), requests.ReadTimeout()])
def test_a_read_is_tried_again_when_no_answer_came(
    client: Client, web: RequestsMock, fault: Exception
) -> None:
    web.get(IMAGE_URL, body=fault)
    web.get(IMAGE_URL, json=documents.image())

    assert client.get("id1").id == "id1"


def test_a_delete_is_tried_again(client: Client, web: RequestsMock) -> None:
    web.delete(IMAGE_URL, body=broken())
    web.delete(IMAGE_URL, status=204)

    client.delete("id1")


@pytest.mark.parametrize("status", [400, 404, 422])
def test_what_would_end_the_same_way_is_not_tried_again(
    client: Client, web: RequestsMock, clock: FakeClock, status: int
) -> None:
    web.get(IMAGE_URL, status=status)

    with pytest.raises(Exception, match=str(status)):
        client.get("id1")
    assert clock.pauses == []


def test_gives_up_after_four_attempts_with_the_last_error(
    client: Client, web: RequestsMock, clock: FakeClock
) -> None:
    for _ in range(4):
        web.get(IMAGE_URL, status=500)

    with pytest.raises(UnavailableError):
        client.get("id1")
    assert len(clock.pauses) == 3


def test_pauses_grow_and_vary(client: Client, web: RequestsMock, clock: FakeClock) -> None:
    for _ in range(4):
        web.get(IMAGE_URL, body=refused())

    with pytest.raises(ConnectionFailed):
        client.get("id1")
    assert all(0 <= pause <= most for pause, most in zip(clock.pauses, (0.5, 1, 2), strict=True))
    assert len(set(clock.pauses)) == 3


def test_pauses_as_long_as_the_service_asks(client: Client, web: RequestsMock, clock: FakeClock) -> None:
    web.get(IMAGE_URL, status=429, headers={"Retry-After": "7"})
    web.get(IMAGE_URL, json=documents.image())

    client.get("id1")

    assert clock.pauses == [7]


def test_a_pause_of_more_than_a_minute_is_reported_instead(
    client: Client, web: RequestsMock, clock: FakeClock
) -> None:
    web.get(IMAGE_URL, status=503, headers={"Retry-After": "3600"})

    with pytest.raises(UnavailableError) as caught:
        client.get("id1")
    assert caught.value.retry_after == 3600
    assert clock.pauses == []


def test_an_unreadable_retry_after_is_as_good_as_none(client: Client, web: RequestsMock) -> None:
    web.get(IMAGE_URL, status=503, headers={"Retry-After": "soon"})
    web.get(IMAGE_URL, json=documents.image())

    assert client.get("id1").id == "id1"


@pytest.mark.parametrize(
    "answer",
    [
        {"body": refused()},
        {"body": broken()},
        {"body": requests.ReadTimeout()},
        {"status": 500},
        {"status": 429, "headers": {"Retry-After": "1"}},
        {"status": 409, "headers": {"Retry-After": "4"}},
    ],
)
def test_a_creation_is_tried_again_under_the_same_key(
    client: Client, web: RequestsMock, picture: str, answer: dict[str, object]
) -> None:
    web.post(IMAGES_URL, **answer)
    created = documents.image(status="pending") | {"upload": documents.form()}
    web.post(IMAGES_URL, status=201, json=created)
    web.post(FORM_URL, status=201)
    web.get(IMAGE_URL, json=documents.image())

    assert client.upload(picture).id == "id1"
    first, second = keys(web)
    assert first == second


def test_each_creation_has_a_key_of_its_own(client: Client, web: RequestsMock, picture: str) -> None:
    created = documents.image(status="pending") | {"upload": documents.form()}
    for _ in range(2):
        web.post(IMAGES_URL, status=201, json=created)
        web.post(FORM_URL, status=201)
        web.get(IMAGE_URL, json=documents.image())
        client.upload(picture)

    first, second = keys(web)
    assert first != second


def keys(web: RequestsMock) -> list[str]:
    sent = [call.request for call in web.calls if call.request.url == IMAGES_URL]
    return [request.headers["Idempotency-Key"] for request in sent]
