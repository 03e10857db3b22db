"""A fake event bus."""

from dataclasses import dataclass, field

from chalicelib.models import Event


@dataclass
class FakeEventPublisher:
    """Records the published events, in order."""

    events: list[Event] = field(default_factory=list)

    def publish(self, event: Event) -> None:
        self.events.append(event)
