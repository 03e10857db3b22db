from pathlib import Path
from typing import Any

import darkroom
import pytest
from darkroom import Client, ImageFailed, NotFoundError, UnavailableError, WaitTimeout
from darkroom.polling import DEFAULT_PAUSE_SECONDS, MIN_PAUSE_SECONDS
from darkroom.retry import THROTTLED_ATTEMPTS

from tests.unit.client import payloads
from tests.unit.client.clocks import FakeClock
from tests.unit.client.payloads import FORM_URL, URL
from tests.unit.client.web import Web

IMAGE_URL = f"{URL}/images/id1"


def test_waits_as_long_as_the_service_asks(client: Client, web: Web, clock: FakeClock) -> None:
    web.get(IMAGE_URL, json=payloads.image(status="pending"), headers={"Retry-After": "2"})
    web.get(IMAGE_URL, json=payloads.image(status="processing"), headers={"Retry-After": "1"})
    web.get(IMAGE_URL, json=payloads.image())

    assert client.wait("id1").status == "ready"
    assert clock.pauses == [2, 1]


@pytest.mark.parametrize(
    ("headers", "pause"), [({}, DEFAULT_PAUSE_SECONDS), ({"Retry-After": "0"}, MIN_PAUSE_SECONDS)]
)
def test_always_pauses_between_requests(
    client: Client, web: Web, clock: FakeClock, headers: dict[str, str], pause: float
) -> None:
    web.get(IMAGE_URL, json=payloads.image(status="pending"), headers=headers)
    web.get(IMAGE_URL, json=payloads.image())

    client.wait("id1")

    assert clock.pauses == [pause]


def test_stops_at_the_timeout(client: Client, web: Web, clock: FakeClock) -> None:
    for _ in range(3):
        web.get(IMAGE_URL, json=payloads.image(status="processing"), headers={"Retry-After": "4"})

    with pytest.raises(WaitTimeout, match="still processing after 5 seconds") as caught:
        client.wait("id1", 5)
    assert clock.pauses == [4, 1]
    assert caught.value.image.id == "id1"


def test_polls_once_with_a_timeout_of_zero(client: Client, web: Web, clock: FakeClock) -> None:
    web.get(IMAGE_URL, json=payloads.image())

    assert client.wait("id1", 0).status == "ready"
    assert clock.pauses == []


def test_raises_with_the_reason_when_the_image_failed(client: Client, web: Web) -> None:
    error = {"code": "corrupt_image", "detail": "The data ends early"}
    web.get(IMAGE_URL, json=payloads.image(status="failed", error=error))

    with pytest.raises(ImageFailed, match=r"failed \(corrupt_image\): The data ends early") as caught:
        client.wait("id1")
    assert caught.value.image.status == "failed"


@pytest.mark.parametrize("status", [404, 410])
def test_stops_waiting_when_the_image_is_deleted_or_erased(client: Client, web: Web, status: int) -> None:
    web.get(IMAGE_URL, json=payloads.image(status="pending"))
    web.get(IMAGE_URL, status=status)

    with pytest.raises(NotFoundError):
        client.wait("id1")


def test_survives_a_short_outage(client: Client, web: Web) -> None:
    web.get(IMAGE_URL, json=payloads.image(status="pending"))
    web.get(IMAGE_URL, status=502)
    web.get(IMAGE_URL, lost=True)
    web.get(IMAGE_URL, json=payloads.image())

    assert client.wait("id1").status == "ready"


def throttle(web: Web, times: int, retry_after: str = "1") -> None:
    for _ in range(times):
        web.get(IMAGE_URL, status=429, headers={"Retry-After": retry_after})


def test_keeps_polling_while_the_service_receives_too_many_requests(
    client: Client, web: Web, clock: FakeClock
) -> None:
    throttle(web, 2 * THROTTLED_ATTEMPTS)
    web.get(IMAGE_URL, json=payloads.image())

    assert client.wait("id1").status == "ready"
    assert all(pause >= 1 for pause in clock.pauses)
    assert len(set(clock.pauses)) == len(clock.pauses)


def test_raises_the_error_if_the_service_is_unavailable_until_the_timeout(
    client: Client, web: Web, clock: FakeClock
) -> None:
    throttle(web, 2, "50")

    with pytest.raises(UnavailableError):
        client.wait("id1", 70)
    assert len(clock.pauses) == 1


def test_does_not_wait_for_a_quota_that_resets_after_the_timeout(
    client: Client, web: Web, clock: FakeClock
) -> None:
    throttle(web, 1, "3600")

    with pytest.raises(UnavailableError):
        client.wait("id1", 60)
    assert clock.pauses == []


@pytest.mark.parametrize("status", [429, 503])
def test_retries_do_not_pause_beyond_the_timeout(
    client: Client, web: Web, clock: FakeClock, status: int
) -> None:
    web.get(IMAGE_URL, status=status, headers={"Retry-After": "50"})

    with pytest.raises(UnavailableError):
        client.wait("id1", 40)
    assert clock.pauses == []


def upload(web: Web, **headers: str) -> None:
    web.post(f"{URL}/images", status=201, json=payloads.created(), headers=headers)
    web.post(FORM_URL, status=201)


def test_looks_at_an_upload_when_the_service_expects_it_to_be_ready(
    client: Client, web: Web, clock: FakeClock, image_file: Path
) -> None:
    upload(web, **{"Retry-After": "2"})
    web.get(payloads.status_url(), json=payloads.image())

    assert client.upload(image_file).status == "ready"
    assert clock.pauses == [2]
    agents = {call.headers["User-Agent"] for call in web.calls if not call.url.startswith(FORM_URL)}
    assert agents == {f"darkroom-python/{darkroom.__version__}"}


def test_waits_for_a_browsers_upload_as_long_as_the_service_expects_it_to_take(
    client: Client, web: Web, clock: FakeClock
) -> None:
    web.post(f"{URL}/images", status=201, json=payloads.created(), headers={"Retry-After": "2"})
    web.get(IMAGE_URL, json=payloads.image())

    created = client.create_upload(filename="cat.jpg", size=9)
    assert client.wait(created.id, retry_after=created.retry_after).status == "ready"
    assert clock.pauses == [2]


def test_an_image_waits_for_itself_as_long_as_the_service_expects_it_to_take(
    client: Client, web: Web, clock: FakeClock
) -> None:
    web.post(f"{IMAGE_URL}/reprocess", json=payloads.image(status="processing"), headers={"Retry-After": "3"})
    web.get(IMAGE_URL, json=payloads.image())

    image = client.reprocess("id1")
    # The images of an AsyncClient have no method for it.
    ready = image.wait() if isinstance(client, Client) else client.wait("id1", retry_after=image.retry_after)
    assert ready.status == "ready"
    assert clock.pauses == [3]


@pytest.mark.parametrize("timeout", [3, 0, -1])
def test_the_first_pause_is_not_longer_than_the_timeout(
    client: Client, web: Web, clock: FakeClock, image_file: Path, timeout: float
) -> None:
    upload(web, **{"Retry-After": "30"})
    web.get(payloads.status_url(), json=payloads.image())

    client.upload(image_file, timeout=timeout)
    assert clock.pauses == [timeout] * (timeout > 0)


@pytest.mark.parametrize("failure", [{"status": 401}, {"status": 403}, {"status": 404}])
def test_reads_the_image_with_the_token_once_the_status_url_leads_nowhere(
    client: Client, web: Web, image_file: Path, failure: dict[str, Any]
) -> None:
    upload(web)
    web.get(payloads.status_url(), json=payloads.image(status="processing"))
    web.get(payloads.status_url(), json=payloads.problem(failure["status"], "invalid_status_key"), **failure)
    for status in ("processing", "ready"):
        web.get(IMAGE_URL, json=payloads.image(status=status))

    assert client.upload(image_file).status == "ready"
