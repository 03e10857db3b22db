"""Use case: make an attempt if the endpoint's breaker allows it, and record how it ended."""

from collections.abc import Callable
from contextlib import suppress

from msgspec import Struct

from chalicelib.errors import DeliveryFailed, DeliveryPostponed, ServiceUnavailable
from chalicelib.models import Endpoint, EndpointHealth, EndpointResponse, Webhook
from chalicelib.ports import Clock
from chalicelib.webhooks import breaker
from chalicelib.webhooks.ports import EndpointStore
from chalicelib.webhooks.sender import WebhookSender

# How often a change of the health is tried again, after another attempt has changed it at the same time.
_MAX_TRIES = 5


class Attempts(Struct, frozen=True, kw_only=True):
    """Sends webhooks to endpoints that are not paused. Healthy endpoints cost no further requests."""

    endpoints: EndpointStore
    sender: WebhookSender
    clock: Clock

    def make(self, endpoint: Endpoint, webhook: Webhook) -> EndpointResponse:
        """Send the webhook once. Raises DeliveryPostponed without an attempt, DeliveryFailed."""
        self._start(endpoint, webhook)
        begin = self.clock()
        try:
            response = self.sender.send(endpoint, webhook)
        except DeliveryFailed:
            self._end(endpoint, breaker.failed, (self.clock() - begin).total_seconds())
            raise
        self._end(endpoint, breaker.succeeded, (self.clock() - begin).total_seconds())
        return response

    def _start(self, endpoint: Endpoint, webhook: Webhook) -> None:
        current: Endpoint | None = endpoint
        for _ in range(_MAX_TRIES):
            if current is None or current.url != endpoint.url:
                return
            seconds = breaker.wait(current.health, self._now(), webhook.id)
            if seconds:
                raise DeliveryPostponed("The endpoint is paused or busy", seconds)
            health = breaker.started(current.health, self._now())
            if health == current.health or self.endpoints.update_health(current, health):
                return
            current = self.endpoints.get(endpoint.owner)
        raise DeliveryPostponed("The endpoint is busy", 1)

    def _end(
        self,
        endpoint: Endpoint,
        after: Callable[[EndpointHealth, int, float], EndpointHealth],
        seconds: float,
    ) -> None:
        # The attempt itself has ended, so an error here must not cause another one.
        with suppress(ServiceUnavailable):
            current: Endpoint | None = endpoint
            for _ in range(_MAX_TRIES):
                if current is None or current.url != endpoint.url:
                    return
                health = after(current.health, self._now(), seconds)
                if health == current.health or self.endpoints.update_health(current, health):
                    return
                current = self.endpoints.get(endpoint.owner)

    def _now(self) -> int:
        return int(self.clock().timestamp())
