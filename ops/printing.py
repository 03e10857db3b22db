"""Terminal output: results and tables on standard output, progress and errors on standard error."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from chalicelib.recovery.dispatch import Finding
from ops.counts import Counts, ReportProgress

# Seconds between two progress lines if standard error is not a terminal.
LINE_SECONDS = 10.0


class Printer:
    """Prints to standard output and standard error."""

    def __init__(self, out: Console, err: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._out = out
        self._err = err
        self._clock = clock

    def print(self, text: str) -> None:
        """Print a result to standard output."""
        self._out.out(printable(text), highlight=False)

    def note(self, text: str) -> None:
        """Print a message for people, not for scripts, to standard error."""
        self._err.out(printable(text), highlight=False)

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Print a table to standard output. The first row is the header; all rows have the same length."""
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.print("  ".join(cells).rstrip())

    def error(self, text: str) -> None:
        """Print an error to standard error, in red on a terminal."""
        self._err.print(Text(printable(text), style="red"), soft_wrap=True)

    @contextmanager
    def status(self, title: str) -> Iterator[Callable[[str], None]]:
        """Show on a terminal what is in progress. Yields a function that shows a detail after the title."""
        with self._err.status(Text(printable(title))) as status:
            yield lambda text: status.update(Text(printable(f"{title}: {text}")))

    @contextmanager
    def progress(self, limit: int | None) -> Iterator[ReportProgress]:
        """Show a progress bar on a terminal, otherwise print a line every ten seconds.

        Without a limit, the total is unknown.
        """
        if not self._err.is_terminal:
            yield self._print_lines()
            return
        columns = (BarColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
        with Progress(*columns, console=self._err, transient=True) as progress:
            task = progress.add_task("starting", total=limit)

            def report(counts: Counts) -> None:
                progress.update(
                    task, completed=counts.objects[Finding.SENT], description=_progress_line(counts)
                )

            yield report

    def _print_lines(self) -> ReportProgress:
        due = self._clock() + LINE_SECONDS

        def report(counts: Counts) -> None:
            nonlocal due
            if self._clock() >= due:
                due = self._clock() + LINE_SECONDS
                self._err.out(_progress_line(counts), highlight=False)

        return report


def printable(text: str) -> str:
    """Replace characters that are commands for a terminal or reorder text; keys and labels can have them."""
    return "".join(
        char if char.isprintable() or char == "\n" else "\N{REPLACEMENT CHARACTER}" for char in text
    )


def minute(moment: datetime) -> str:
    """Return a time in UTC to the minute."""
    return f"{moment:%Y-%m-%d %H:%M}Z"


def _progress_line(counts: Counts) -> str:
    return f"{counts.objects.total():,} checked, {counts.objects[Finding.SENT]:,} sent"
