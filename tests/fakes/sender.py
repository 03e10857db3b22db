"""A fake EventSender."""

from dataclasses import dataclass, field

from chalicelib.models import Source


@dataclass
class FakeEventSender:
    """Records what was sent, without delivering it."""

    sent: list[tuple[str, Source | None]] = field(default_factory=list)

    def send(self, key: str, source: Source | None) -> None:
        self.sent.append((key, source))

    @property
    def keys(self) -> list[str]:
        return [key for key, _ in self.sent]
