"""A fake clock whose time passes only during sleep."""

from dataclasses import dataclass, field

from darkroom.clocks import NoTimeToWait


@dataclass
class FakeClock:
    """A clock for the client. `pauses` lists the seconds slept, in order. It can be one that never waits."""

    now: float = 0.0
    waits: bool = True
    pauses: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        if not self.waits:
            raise NoTimeToWait
        self.pauses.append(seconds)
        self.now += seconds
