"""A fake observer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from chalicelib.models import Rendering
from chalicelib.ports.observer import Step


@dataclass
class FakeObserver:
    """Records all calls, as tuples that start with the method's name."""

    calls: list[tuple[object, ...]] = field(default_factory=list)

    def received(self, image_id: str, key: str) -> None:
        self.calls.append(("received", image_id, key))

    @contextmanager
    def step(self, step: Step, image_id: str) -> Iterator[None]:
        self.calls.append(("step", step, image_id))
        yield

    def rendered(self, image_id: str, *, bytes_in: int, rendering: Rendering) -> None:
        self.calls.append(("rendered", image_id, bytes_in, sum(rendering.sizes)))

    def deferred(self, image_id: str, key: str, *, deferrals: int, delay: int) -> None:
        self.calls.append(("deferred", image_id, key, deferrals, delay))

    def ended(self, image_id: str, outcome: str, code: str | None = None) -> None:
        self.calls.append(("ended", image_id, outcome, code))
