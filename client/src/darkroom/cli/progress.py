"""What goes to standard error: progress bars on a terminal, and complaints."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.text import Text

from darkroom.cli.output import printable


class Display:
    """Writes to a console on standard error, from any thread. All bars are gone in the end."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._total: TaskID | None = None
        # Standard output is left alone: results must not end up on standard error.
        self._progress = Progress(
            TextColumn("{task.fields[label]}", markup=False),
            BarColumn(),
            TextColumn("{task.fields[amount]}"),
            TextColumn("{task.description}"),
            console=console,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            disable=not console.is_terminal,
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
        task = self._progress.add_task("uploading", label=printable(label), amount="", total=None)

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
                self._progress.start()
