"""What processing an image takes."""

from collections.abc import Iterable

from msgspec import Struct


class Cost(Struct, frozen=True):
    """An estimate: bytes of memory that are held at once, and seconds of one vCPU."""

    memory: float = 0
    seconds: float = 0

    def __add__(self, other: "Cost") -> "Cost":
        """Return the cost of both, if the memory of both is held at the same time."""
        return Cost(self.memory + other.memory, self.seconds + other.seconds)


def total(costs: Iterable[Cost]) -> Cost:
    """Return the cost of all, if the memory of all is held at the same time."""
    return sum(costs, Cost())
