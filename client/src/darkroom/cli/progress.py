"""Print errors, and progress bars on a terminal, to standard error."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.filesize import decimal
from rich.live import Live
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.text import Text

from darkroom.cli.printing import printable

_LABEL_WIDTH = 32
"""The longest name next to a bar, in characters; it leaves room for the bar on an 80-column terminal."""


class Display:
    """Writes to a console on standard error from any thread. The bars disappear at the end."""

    def __init__(self, console: Console) -> None:
        self._console = console
        # Bars that a thread draws while another one writes would be overwritten, or overwrite a result.
        self._lock = threading.RLock()
        self._total: TaskID | None = None
        self._progress = Progress(
            TextColumn("{task.fields[label]}", markup=False),
            BarColumn(),
            TextColumn("{task.fields[amount]}"),
            TextColumn("{task.description}"),
            console=console,
            disable=not console.is_terminal,
        )
        self._progress.live = self._new_live_display()

    def _new_live_display(self) -> Live:
        # Do not redirect standard output: results must not end up on standard error.
        return Live(
            console=self._console,
            get_renderable=self._progress.get_renderable,
            refresh_per_second=10,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )

    def error(self, message: str) -> None:
        """Print an error message, in red if the console uses colors."""
        self._print(f"darkroom: {message}", "red")

    def info(self, message: str) -> None:
        """Print a message that is neither a result nor an error."""
        self._print(message, "dim")

    def _print(self, message: str, style: str) -> None:
        with self.bars_hidden():
            self._console.print(Text(printable(message), style=style), soft_wrap=True)

    @contextmanager
    def bars(self, inputs: int) -> Iterator[None]:
        """Show progress bars on a terminal while the block runs, plus a total bar for more than one input."""
        if inputs > 1:
            self._total = self._progress.add_task("", label="all", amount=f"0/{inputs}", total=inputs)
        try:
            with self._progress:
                yield
        finally:
            for task in self._progress.task_ids:
                self._progress.remove_task(task)
            self._total = None

    @contextmanager
    def upload_bar(self, label: str) -> Iterator[Callable[[int, int], None]]:
        """Show the progress bar of one upload; yield a callback for the bytes sent and the total."""
        with self._lock:
            task = self._progress.add_task("reading", label=_shorten(label), amount="", total=None)

        def advance(sent: int, total: int) -> None:
            step = "processing" if sent == total else "uploading"
            amount = f"{decimal(sent)}/{decimal(total)}"
            with self._lock:
                self._progress.update(
                    task, completed=sent, total=total, amount=amount, description=step, refresh=sent == total
                )

        try:
            yield advance
        finally:
            with self._lock:
                self._progress.remove_task(task)

    def update_total(self, done: int, inputs: int) -> None:
        """Update the total bar."""
        if self._total is not None:
            self._progress.update(self._total, completed=done, amount=f"{done}/{inputs}")

    @contextmanager
    def bars_hidden(self) -> Iterator[None]:
        """Hide the bars while the block prints results, which may go to the same terminal."""
        with self._lock:
            was_started = self._progress.live.is_started
            self._progress.stop()
            try:
                yield
            finally:
                if was_started:
                    # The old display would first clear its own lines, which now hold results.
                    self._progress.live = self._new_live_display()
                    self._progress.start()


def _shorten(name: str) -> str:
    """Shorten a name in the middle, because names from one camera differ at the end."""
    shown = printable(name)
    if len(shown) <= _LABEL_WIDTH:
        return shown
    half = _LABEL_WIDTH // 2
    return f"{shown[: half - 1]}…{shown[-half:]}"
