"""What every command works with."""

from dataclasses import dataclass

from darkroom.cli.options import Options
from darkroom.cli.output import Reporter
from darkroom.cli.progress import Display
from darkroom.cli.stopping import StoppableClock
from darkroom.client import Client


@dataclass(frozen=True, slots=True)
class Context:
    """`clock` is the client's as well; stopping it ends what the client does in other threads."""

    client: Client
    options: Options
    report: Reporter
    display: Display
    clock: StoppableClock
