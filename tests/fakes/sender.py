"""The way into the function that processes uploads."""

from dataclasses import dataclass, field

from chalicelib.models import Source


@dataclass
class FakeEventSender:
    """Keeps what was sent; delivers nothing."""

    sent: list[tuple[str, Source | None]] = field(default_factory=list)

    def send(self, key: str, source: Source | None) -> None:
        self.sent.append((key, source))

    @property
    def keys(self) -> list[str]:
        return [key for key, _ in self.sent]
