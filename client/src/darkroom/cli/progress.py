"""What goes to standard error: progress bars on a terminal, and complaints."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.filesize import decimal
from rich.live import Live
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.text import Text

from darkroom.cli.output import printable

_LABEL_WIDTH = 32
"""Characters of a name beside its bar; on a terminal of 80 they leave room for the bar."""


class Display:
    """Writes to a console on standard error, from any thread. All bars are gone in the end."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._total: TaskID | None = None
        self._progress = Progress(
            TextColumn("{task.fields[label]}", markup=False),
            BarColumn(),
            TextColumn("{task.fields[amount]}"),
            TextColumn("{task.description}"),
            console=console,
            disable=not console.is_terminal,
        )
        self._progress.live = self._fresh()

    def _fresh(self) -> Live:
        # Standard output is left alone: results must not end up on standard error.
        return Live(
            console=self._console,
            get_renderable=self._progress.get_renderable,
            refresh_per_second=10,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )

    def complain(self, message: str) -> None:
        """Print one line in red where colours are wanted."""
        self._console.print(Text(printable(f"darkroom: {message}"), style="red"), soft_wrap=True)

    def say(self, message: str) -> None:
        """Print one line that is no result."""
        self._console.print(Text(printable(message), style="dim"), soft_wrap=True)

    @contextmanager
    def bars(self, pictures: int) -> Iterator[None]:
        """Show bars on a terminal, nothing elsewhere, while the block runs; several get one in total."""
        if pictures > 1:
            self._total = self._progress.add_task("", label="all", amount=f"0/{pictures}", total=pictures)
        try:
            with self._progress:
                yield
        finally:
            for task in self._progress.task_ids:
                self._progress.remove_task(task)
            self._total = None

    @contextmanager
    def picture(self, label: str) -> Iterator[Callable[[int, int], None]]:
        """Show a picture's bar; yields what to call with bytes sent and in total."""
        task = self._progress.add_task("uploading", label=_shortened(label), amount="", total=None)

        def advance(sent: int, total: int) -> None:
            step = "processing" if sent == total else "uploading"
            amount = f"{decimal(sent)}/{decimal(total)}"
            self._progress.update(
                task, completed=sent, total=total, amount=amount, description=step, refresh=sent == total
            )

        try:
            yield advance
        finally:
            self._progress.remove_task(task)

    def done(self, pictures: int, of: int) -> None:
        """Move the bar in total."""
        if self._total is not None:
            self._progress.update(self._total, completed=pictures, amount=f"{pictures}/{of}")

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the bars away while results are printed, which may go to the same terminal."""
        shown = self._progress.live.is_started
        self._progress.stop()
        try:
            yield
        finally:
            if shown:
                # the old one would begin by clearing as many lines as it had, which are results now
                self._progress.live = self._fresh()
                self._progress.start()


def _shortened(name: str) -> str:
    """Cut the middle out: the end tells pictures of one camera apart."""
    shown = printable(name)
    if len(shown) <= _LABEL_WIDTH:
        return shown
    half = _LABEL_WIDTH // 2
    return f"{shown[: half - 1]}…{shown[-half:]}"
