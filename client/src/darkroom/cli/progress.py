"""What goes to standard error: progress bars on a terminal, and complaints."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn
from rich.text import Text

from darkroom.cli.output import printable


class Display:
    """Writes to a console on standard error. A bar is gone when its picture is done."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def complain(self, message: str) -> None:
        """Print one line in red where colours are wanted."""
        self._console.print(Text(printable(f"darkroom: {message}"), style="red"), soft_wrap=True)

    @contextmanager
    def upload(self, label: str) -> Iterator[Callable[[int, int], None]]:
        """Show a bar on a terminal, nothing elsewhere; yields what to call with bytes sent and in total."""
        # Standard output is left alone: results must not end up on standard error.
        progress = Progress(
            TextColumn("{task.fields[label]}", markup=False),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TextColumn("{task.description}"),
            console=self._console,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            disable=not self._console.is_terminal,
        )
        with progress:
            task = progress.add_task("uploading", label=printable(label), total=None)

            def advance(sent: int, total: int) -> None:
                step = "processing" if sent == total else "uploading"
                progress.update(task, completed=sent, total=total, description=step)

            yield advance
