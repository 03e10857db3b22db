"""Endpoints that fail are paused, and slow ones get few attempts at a time."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from chalicelib.errors import DeliveryFailed, DeliveryPostponed, ServiceUnavailable
from chalicelib.models import Endpoint, EndpointHealth, EndpointResponse
from chalicelib.webhooks import breaker, delivery
from chalicelib.webhooks.delivery import Outcome
from tests.fakes import FakeClock, FakeEndpointStore, FakeWebhookClient
from tests.fakes.webhooks import Sent
from tests.unit.webhooks.in_memory_webhooks import ENDPOINT, InMemoryWebhooks, a_delivery

DEAD = DeliveryFailed("no response")
OK = EndpointResponse(status=200)
NOW = 1_000_000


@pytest.fixture
def app() -> InMemoryWebhooks:
    return InMemoryWebhooks(client=FakeWebhookClient([DEAD]))


def health(app: InMemoryWebhooks) -> EndpointHealth:
    return app.endpoints.endpoints["alice"].health


def fail(app: InMemoryWebhooks, times: int) -> None:
    for _ in range(times):
        with pytest.raises(DeliveryFailed):
            app.webhooks.deliver(a_delivery())


@dataclass
class SlowClient(FakeWebhookClient):
    """Lets time pass during each request."""

    clock: FakeClock = field(default_factory=FakeClock)
    seconds: float = 10

    def post(self, url: str, headers: object, body: bytes) -> EndpointResponse:
        del headers
        self.clock.advance(timedelta(seconds=self.seconds))
        self.sent.append(Sent(url, {}, body))
        return OK


def test_a_dead_endpoint_is_paused_and_gets_no_requests(app: InMemoryWebhooks) -> None:
    fail(app, breaker.MAX_FAILURES)
    app.queue.waits.clear()
    with pytest.raises(DeliveryPostponed):
        app.webhooks.deliver(a_delivery(attempt=1))
    assert len(app.client.sent) == breaker.MAX_FAILURES
    [(_, seconds)] = app.queue.waits
    assert 60 <= seconds <= 66


def test_webhooks_of_a_paused_endpoint_follow_the_schedule_if_it_is_longer(app: InMemoryWebhooks) -> None:
    fail(app, breaker.MAX_FAILURES)
    with pytest.raises(DeliveryPostponed):
        app.webhooks.deliver(a_delivery(attempt=3))
    assert app.queue.waits[-1] == ("receipt", delivery.retry_delay(3, "i-3", None))


def test_another_endpoint_is_not_paused(app: InMemoryWebhooks) -> None:
    app.endpoints.save(Endpoint(owner="bob", url="https://example.org/", secret=ENDPOINT.secret))
    fail(app, breaker.MAX_FAILURES)
    app.client = FakeWebhookClient([OK])
    assert app.webhooks.deliver(a_delivery(owner="bob")) is Outcome.DELIVERED


def test_after_a_pause_one_attempt_is_made_and_the_others_wait_for_it(app: InMemoryWebhooks) -> None:
    fail(app, breaker.MAX_FAILURES)
    app.clock.advance(timedelta(seconds=60))
    probing = app.endpoints.endpoints["alice"]

    class Probe(FakeWebhookClient):
        def post(self, url: str, headers: object, body: bytes) -> EndpointResponse:
            del url, headers, body
            with pytest.raises(DeliveryPostponed):
                app.webhooks.attempts.make(probing, a_delivery().webhook)
            return OK

    app.client = Probe()
    assert app.webhooks.deliver(a_delivery()) is Outcome.DELIVERED
    assert health(app) == EndpointHealth()


def test_pauses_double_up_to_an_hour_while_the_endpoint_stays_dead(app: InMemoryWebhooks) -> None:
    fail(app, breaker.MAX_FAILURES)
    pauses = []
    for _ in range(9):
        pauses.append(health(app).paused_until - int(app.clock().timestamp()))
        app.clock.advance(timedelta(seconds=pauses[-1]))
        fail(app, 1)
    assert pauses == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]


def test_a_success_resets_the_count_of_failures(app: InMemoryWebhooks) -> None:
    fail(app, breaker.MAX_FAILURES - 1)
    app.client = FakeWebhookClient([OK])
    app.webhooks.deliver(a_delivery())
    app.client = FakeWebhookClient([DEAD])
    fail(app, breaker.MAX_FAILURES - 1)
    assert health(app).paused_until == 0


def test_a_healthy_endpoint_needs_no_writes(app: InMemoryWebhooks) -> None:
    class ReadOnly(FakeEndpointStore):
        def update_health(self, endpoint: Endpoint, health: EndpointHealth) -> bool:
            raise AssertionError((endpoint, health))

    app.endpoints, app.client = ReadOnly(app.endpoints.endpoints), FakeWebhookClient([OK])
    assert app.webhooks.deliver(a_delivery()) is Outcome.DELIVERED


def test_a_webhook_that_was_delivered_stays_so_if_its_endpoint_cannot_be_updated(
    app: InMemoryWebhooks,
) -> None:
    class Throttled(FakeEndpointStore):
        def update_health(self, endpoint: Endpoint, health: EndpointHealth) -> bool:
            del endpoint, health
            raise ServiceUnavailable("throttled")

    fail(app, 1)
    app.endpoints, app.client = Throttled(app.endpoints.endpoints), FakeWebhookClient([OK])
    assert app.webhooks.deliver(a_delivery()) is Outcome.DELIVERED


def test_a_slow_endpoint_gets_few_attempts_at_a_time(app: InMemoryWebhooks) -> None:
    app.client = SlowClient(clock=app.clock)
    app.webhooks.deliver(a_delivery())
    current = health(app)
    for _ in range(breaker.MAX_SLOW_ATTEMPTS):
        assert breaker.wait(current, now(app), "id") == 0
        current = breaker.started(current, now(app))
    assert 5 <= breaker.wait(current, now(app), "id") <= 6
    assert breaker.wait(breaker.succeeded(current, now(app), 10), now(app), "id") == 0


def test_an_endpoint_is_slow_for_ten_minutes() -> None:
    slow = breaker.succeeded(EndpointHealth(), NOW, 3)
    busy = breaker.started(breaker.started(breaker.started(slow, NOW + 599), NOW + 599), NOW + 599)
    assert breaker.wait(busy, NOW + 599, "id") > 0
    assert breaker.wait(busy, NOW + 600, "id") == 0


def test_attempts_that_crashed_do_not_count_forever() -> None:
    slow = breaker.succeeded(EndpointHealth(), NOW, 3)
    for _ in range(breaker.MAX_SLOW_ATTEMPTS):
        slow = breaker.started(slow, NOW)
    assert breaker.wait(slow, NOW + 29, "id") > 0
    assert breaker.wait(slow, NOW + 30, "id") == 0


def now(app: InMemoryWebhooks) -> int:
    return int(app.clock().timestamp())
