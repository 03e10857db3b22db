"""An observer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from chalicelib.models import Rendering
from chalicelib.ports.observer import Step


@dataclass
class FakeObserver:
    """Keeps what it was told, each as a tuple that begins with the method's name."""

    told: list[tuple[object, ...]] = field(default_factory=list)

    def received(self, image_id: str, key: str) -> None:
        self.told.append(("received", image_id, key))

    @contextmanager
    def step(self, step: Step, image_id: str) -> Iterator[None]:
        self.told.append(("step", step, image_id))
        yield

    def rendered(self, image_id: str, *, bytes_in: int, rendering: Rendering) -> None:
        bytes_out = sum(len(variant.content) for variant in rendering.variants)
        self.told.append(("rendered", image_id, bytes_in, bytes_out))

    def ended(self, image_id: str, outcome: str, code: str | None = None) -> None:
        self.told.append(("ended", image_id, outcome, code))
