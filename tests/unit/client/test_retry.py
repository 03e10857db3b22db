import pytest
from darkroom import ConnectionFailed, UnavailableError
from darkroom.client import Client
from darkroom.retry import single_attempt

from tests.unit.client import payloads
from tests.unit.client.clients import Connect
from tests.unit.client.clocks import FakeClock
from tests.unit.client.payloads import FORM_URL, URL
from tests.unit.client.web import Web

IMAGE_URL = f"{URL}/images/id1"
IMAGES_URL = f"{URL}/images"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_retries_a_read_after_a_temporary_error(client: Client, web: Web, status: int) -> None:
    web.get(IMAGE_URL, status=status)
    web.get(IMAGE_URL, json=payloads.image())

    assert client.get("id1").id == "id1"


def test_retries_a_read_without_a_response(client: Client, web: Web) -> None:
    web.get(IMAGE_URL, lost=True)
    web.get(IMAGE_URL, json=payloads.image())

    assert client.get("id1").id == "id1"


def test_retries_a_read_that_takes_too_long(connect: Connect, web: Web, clock: FakeClock) -> None:
    for _ in range(4):
        web.get(IMAGE_URL, silent=True)

    with connect(URL, timeout=0.05) as client, pytest.raises(ConnectionFailed, match="in time"):
        client.get("id1")
    assert len(clock.pauses) == 3


def test_retries_nothing_within_a_single_attempt(client: Client, web: Web, clock: FakeClock) -> None:
    web.get(IMAGE_URL, status=429, json=payloads.problem(429, "throttled"), headers={"Retry-After": "3"})

    with single_attempt(), pytest.raises(UnavailableError) as raised:
        client.get("id1")
    assert (raised.value.code, raised.value.retry_after) == ("throttled", 3)
    assert clock.pauses == []
    web.get(IMAGE_URL, status=503)
    web.get(IMAGE_URL, json=payloads.image())
    assert client.get("id1").id == "id1"


def test_retries_a_delete(client: Client, web: Web) -> None:
    web.delete(IMAGE_URL, lost=True)
    web.delete(IMAGE_URL, status=204)

    client.delete("id1")


@pytest.mark.parametrize("status", [400, 404, 422])
def test_does_not_retry_permanent_errors(client: Client, web: Web, clock: FakeClock, status: int) -> None:
    web.get(IMAGE_URL, status=status)

    with pytest.raises(Exception, match=str(status)):
        client.get("id1")
    assert clock.pauses == []


def test_raises_the_last_error_after_four_attempts(client: Client, web: Web, clock: FakeClock) -> None:
    for _ in range(4):
        web.get(IMAGE_URL, status=500)

    with pytest.raises(UnavailableError):
        client.get("id1")
    assert len(clock.pauses) == 3


def test_is_more_patient_while_the_service_receives_too_many_requests(
    client: Client, web: Web, clock: FakeClock
) -> None:
    for _ in range(9):
        web.get(IMAGE_URL, status=429, headers={"Retry-After": "1"})
    web.get(IMAGE_URL, json=payloads.image())

    client.get("id1")

    assert all(1 <= pause <= 9 for pause in clock.pauses)
    assert len(set(clock.pauses)) == 9


def test_pauses_use_exponential_backoff_with_jitter(
    connect: Connect, clock: FakeClock, unused_port: int
) -> None:
    with connect(f"http://127.0.0.1:{unused_port}") as client, pytest.raises(ConnectionFailed):
        client.get("id1")

    assert all(0 <= pause <= most for pause, most in zip(clock.pauses, (0.5, 1, 2), strict=True))
    assert len(set(clock.pauses)) == 3


def test_respects_retry_after(client: Client, web: Web, clock: FakeClock) -> None:
    web.get(IMAGE_URL, status=429, headers={"Retry-After": "7"})
    web.get(IMAGE_URL, json=payloads.image())

    client.get("id1")

    [pause] = clock.pauses
    assert 7 <= pause <= 7.5


def test_does_not_retry_if_the_pause_exceeds_a_minute(client: Client, web: Web, clock: FakeClock) -> None:
    web.get(IMAGE_URL, status=503, headers={"Retry-After": "3600"})

    with pytest.raises(UnavailableError) as caught:
        client.get("id1")
    assert caught.value.retry_after == 3600
    assert clock.pauses == []


def test_ignores_an_invalid_retry_after(client: Client, web: Web) -> None:
    web.get(IMAGE_URL, status=503, headers={"Retry-After": "soon"})
    web.get(IMAGE_URL, json=payloads.image())

    assert client.get("id1").id == "id1"


@pytest.mark.parametrize(
    "response",
    [
        {"lost": True},
        {"status": 500},
        {"status": 429, "headers": {"Retry-After": "1"}},
    ],
)
def test_retries_a_creation_with_the_same_idempotency_key(
    client: Client, web: Web, image_file: str, response: dict[str, object]
) -> None:
    web.post(IMAGES_URL, **response)
    created = payloads.created()
    web.post(IMAGES_URL, status=201, json=created)
    web.post(FORM_URL, status=201)
    web.get(payloads.status_url(), json=payloads.image())

    assert client.upload(image_file).id == "id1"
    first, second = keys(web)
    assert first == second


def test_each_creation_has_its_own_idempotency_key(client: Client, web: Web, image_file: str) -> None:
    created = payloads.created()
    for _ in range(2):
        web.post(IMAGES_URL, status=201, json=created)
        web.post(FORM_URL, status=201)
        web.get(payloads.status_url(), json=payloads.image())
        client.upload(image_file)

    first, second = keys(web)
    assert first != second


def keys(web: Web) -> list[str]:
    sent = [call for call in web.calls if call.url == IMAGES_URL]
    return [request.headers["Idempotency-Key"] for request in sent]
