"""The port through which the use cases tell how they get on; telemetry/ listens in Lambda."""

from contextlib import AbstractContextManager
from typing import Literal, Protocol

from chalicelib.models import Rendering

Step = Literal["read", "inspect", "render", "store"]


class Observer(Protocol):
    """Is told how runs go, for logs, metrics and traces: ids, codes and numbers, never what an image holds.

    It must not fail, and nothing depends on it.
    """

    def received(self, image_id: str, key: str) -> None:
        """Note that a run begins, whoever asked for it."""
        ...

    def step(self, step: Step, image_id: str) -> AbstractContextManager[None]:
        """Surround one step of a run; what the step raises goes through."""
        ...

    def rendered(self, image_id: str, *, bytes_in: int, rendering: Rendering) -> None:
        """Note that the variants of a file of so many bytes are rendered."""
        ...

    def ended(self, image_id: str, outcome: str, code: str | None = None) -> None:
        """Note how a run ended, and the code of the failure if it is one."""
        ...
