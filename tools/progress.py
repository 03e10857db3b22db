"""The progress of pip as a few short lines, or as one line that changes on a terminal."""

import re
from collections.abc import Callable
from typing import TextIO

STEP = 20
"""Without a terminal, one line for each so many downloads."""

_FETCHED = re.compile(r"(Collecting|Processing) ")
_INSTALLING = "Installing collected packages: "
_CLEAR = "\r\x1b[K"


class Progress:
    """Turns pip's output into progress on `output`. `clock` returns seconds."""

    def __init__(self, output: TextIO, clock: Callable[[], float]) -> None:
        self._output, self._clock = output, clock
        self._terminal = output.isatty()
        self._started = clock()
        self._fetched = self._installed = 0
        self._phase = ""

    def begin(self, text: str) -> None:
        """Say what is about to be installed."""
        self._write(f"{text}\n")

    def show(self, phase: str, *, lasting: bool = True) -> None:
        """Say what is being done; without a terminal only if it is `lasting`."""
        self._phase = phase
        if self._terminal:
            self._write(f"{_CLEAR}  {phase}")
        elif lasting:
            self._write(f"  {phase}\n")

    def read(self, line: str) -> None:
        """Take one line of pip's output into account."""
        if _FETCHED.match(line):
            if self._fetched:
                self.show(f"downloaded {_packages(self._fetched)}", lasting=self._fetched % STEP == 0)
            else:
                self.show("downloading")
            self._fetched += 1
        elif line.startswith(_INSTALLING):
            self._installed = line.count(",") + 1
            self.show(f"installing {_packages(self._installed)}")

    def tick(self) -> None:
        """Show on a terminal that time passes while pip prints nothing."""
        if self._terminal and self._phase:
            self._write(f"{_CLEAR}  {self._phase} ({self._seconds()} s)")

    def end(self) -> None:
        """Say how many packages were installed, and how long it took."""
        done = (
            f"installed {_packages(self._installed)}"
            if self._installed
            else "everything was installed already"
        )
        self._finish(f"  {done} ({self._seconds()} s)")

    def fail(self, text: str) -> None:
        """Say what went wrong."""
        self._finish(text)

    def _finish(self, text: str) -> None:
        self._phase = ""
        self._write(f"{_CLEAR if self._terminal else ''}{text}\n")

    def _seconds(self) -> int:
        return round(self._clock() - self._started)

    def _write(self, text: str) -> None:
        self._output.write(text)
        self._output.flush()


def _packages(count: int) -> str:
    return "1 package" if count == 1 else f"{count} packages"
