"""The port through which use cases report their progress. In Lambda, telemetry/ implements it."""

from contextlib import AbstractContextManager
from typing import Literal, Protocol

from chalicelib.models import Rendering

Step = Literal["read", "inspect", "render", "store"]


class Observer(Protocol):
    """Receives the progress of runs, for logs, metrics and traces.

    It receives only ids, keys, codes and numbers, never image content. It must not raise errors, and
    nothing depends on it.
    """

    def received(self, image_id: str, key: str) -> None:
        """Record the start of a run."""

    def step(self, step: Step, image_id: str) -> AbstractContextManager[None]:
        """Return a context manager for one step of a run. It does not suppress exceptions.

        Several threads may use one at the same time.
        """

    def rendered(self, image_id: str, *, bytes_in: int, rendering: Rendering) -> None:
        """Record that variants were rendered from a file of `bytes_in` bytes."""

    def deferred(self, image_id: str, key: str, *, deferrals: int, delay: int) -> None:
        """Record that an event was put off by `delay` seconds, for the `deferrals`th time."""

    def ended(self, image_id: str, outcome: str, code: str | None = None) -> None:
        """Record how a run ended, with the error code if it failed."""
