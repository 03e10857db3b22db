"""Fakes of the ports of webhooks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from chalicelib.models import Endpoint, EndpointHealth, EndpointResponse, ListedEndpoint


@dataclass
class FakeEndpointStore:
    """A table of endpoints in memory."""

    endpoints: dict[str, Endpoint] = field(default_factory=dict)

    def get(self, owner: str) -> Endpoint | None:
        return self.endpoints.get(owner)

    def save(self, endpoint: Endpoint) -> None:
        self.endpoints[endpoint.owner] = endpoint

    def update_health(self, endpoint: Endpoint, health: EndpointHealth) -> bool:
        current = self.endpoints.get(endpoint.owner)
        if current is None or (current.url, current.health) != (endpoint.url, endpoint.health):
            return False
        self.endpoints[endpoint.owner] = replace(current, health=health)
        return True

    def mark_gone(self, endpoint: Endpoint) -> None:
        current = self.endpoints.get(endpoint.owner)
        if current is not None and current.url == endpoint.url:
            self.endpoints[endpoint.owner] = replace(current, gone=True)

    def remove(self, owner: str) -> bool:
        return self.endpoints.pop(owner, None) is not None

    def list(self) -> Iterator[ListedEndpoint]:
        for each in self.endpoints.values():
            yield ListedEndpoint(owner=each.owner, url=each.url, gone=each.gone, health=each.health)


@dataclass(frozen=True)
class Sent:
    """A request that was sent."""

    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class FakeWebhookClient:
    """Returns the `answers` one after the other, and the last one forever. Errors are raised instead."""

    answers: Sequence[EndpointResponse | Exception] = (EndpointResponse(status=200),)
    sent: list[Sent] = field(default_factory=list)

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> EndpointResponse:
        answer = self.answers[min(len(self.sent), len(self.answers) - 1)]
        self.sent.append(Sent(url, headers, body))
        if isinstance(answer, Exception):
            raise answer
        return answer


@dataclass
class FakeWebhookQueue:
    """Records the messages whose visibility timeout was extended, and by how many seconds."""

    waits: list[tuple[str, int]] = field(default_factory=list)

    def extend_visibility(self, receipt: str, seconds: int) -> None:
        self.waits.append((receipt, seconds))
