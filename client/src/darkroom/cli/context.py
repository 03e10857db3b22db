"""The objects that every command uses."""

from dataclasses import dataclass

from darkroom.cli.cancellation import CancellableClock
from darkroom.cli.options import Options
from darkroom.cli.output import Reporter
from darkroom.cli.progress import Display
from darkroom.client import Client


@dataclass(frozen=True, slots=True)
class Context:
    """What a command needs to run.

    The client uses the same `clock`, so cancelling it also stops the client's work in other threads.
    """

    client: Client
    options: Options
    reporter: Reporter
    display: Display
    clock: CancellableClock
