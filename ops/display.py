"""What is printed: results to standard output; progress and complaints to standard error."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from chalicelib.recovery.dispatch import Finding
from ops.tally import Tally
from ops.work import Show

# Seconds between two lines where there is no terminal to draw a bar on.
LINE_SECONDS = 10.0


class Display:
    """Writes to both consoles."""

    def __init__(self, out: Console, err: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._out = out
        self._err = err
        self._clock = clock

    def say(self, text: str) -> None:
        """Print a result."""
        self._out.out(text, highlight=False)

    def note(self, text: str) -> None:
        """Print what people should know and scripts should not read."""
        self._err.out(text, highlight=False)

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Print rows of as many cells each, the first of which are the headings."""
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.say("  ".join(cells).rstrip())

    def complain(self, text: str) -> None:
        """Print what went wrong."""
        self._err.print(Text(text, style="red"), soft_wrap=True)

    @contextmanager
    def working(self, title: str) -> Iterator[Callable[[str], None]]:
        """Show on a terminal what is being done, and beside it what is told meanwhile."""
        with self._err.status(Text(title)) as status:
            yield lambda text: status.update(Text(f"{title}: {text}"))

    @contextmanager
    def progress(self, limit: int | None) -> Iterator[Show]:
        """Show a bar on a terminal, else a line now and then. Without a limit nobody knows the end."""
        if not self._err.is_terminal:
            yield self._lines()
            return
        columns = (BarColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
        with Progress(*columns, console=self._err, transient=True) as progress:
            task = progress.add_task("starting", total=limit)

            def show(tally: Tally) -> None:
                progress.update(task, completed=tally.objects[Finding.SENT], description=_line(tally))

            yield show

    def _lines(self) -> Show:
        due = self._clock() + LINE_SECONDS

        def show(tally: Tally) -> None:
            nonlocal due
            if self._clock() >= due:
                due = self._clock() + LINE_SECONDS
                self._err.out(_line(tally), highlight=False)

        return show


def _line(tally: Tally) -> str:
    return f"{tally.objects.total():,} looked at, {tally.objects[Finding.SENT]:,} sent"
