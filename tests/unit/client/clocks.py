"""A fake clock whose time passes only during sleep."""

from dataclasses import dataclass, field


@dataclass
class FakeClock:
    """A clock for the client. `pauses` lists the seconds slept, in order."""

    now: float = 0.0
    pauses: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds
