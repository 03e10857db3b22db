"""How much CPU a start takes, in fresh processes that see nothing but the package and a runtime."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ops.packaging.layouts import Layout
from ops.packaging.starts import CLIENT, CLIENTS, ENVIRONMENT, STARTS

_CPU = "\nimport time; print(time.process_time())"


@dataclass(frozen=True, kw_only=True)
class Start:
    """Milliseconds of CPU, the least of some runs, by layout. `clients` is boto3's part, as built.

    The least, since whatever else the machine does can only add.
    """

    function: str
    by_layout: Mapping[str, float]
    clients: float

    @property
    def own(self) -> float:
        """What is left of the start, as built, without Python itself, boto3 and its clients."""
        return next(iter(self.by_layout.values())) - self.clients


def starts(layouts: Sequence[Layout], rounds: int) -> list[Start]:
    """Measure everything in turn, round by round, so that a busy moment strikes all alike."""
    code = {**STARTS, "two clients": CLIENTS, "one client": CLIENT}
    taken: dict[tuple[str, str], list[float]] = {}
    for _ in range(rounds):
        for layout in layouts:
            for name, statements in code.items():
                taken.setdefault((name, layout.name), []).append(_cpu(layout, statements))
    least = {each: 1000 * min(seconds) for each, seconds in taken.items()}
    built = layouts[0].name
    return [
        Start(
            function=name,
            by_layout={layout.name: least[name, layout.name] for layout in layouts},
            clients=least["one client" if name == "authorize" else "two clients", built],
        )
        for name in STARTS
    ]


def _cpu(layout: Layout, statements: str) -> float:
    return float(run(layout, statements + _CPU).stdout)


def run(layout: Layout, statements: str, *options: str) -> "subprocess.CompletedProcess[str]":
    """Run Python statements as Lambda would: nothing but the layout to import, nowhere to write caches."""
    paths = f"import sys; sys.path[:0] = {layout.path!r}\n"
    return subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-I", "-S", "-B", *options, "-c", paths + statements],
        env={**ENVIRONMENT, "PATH": os.defpath},
        capture_output=True,
        text=True,
        check=True,
    )
