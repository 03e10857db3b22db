import io
import re

from darkroom.batch import run_concurrently
from darkroom.cli.progress import Display
from rich.console import Console

from tests.unit.client.terminal import shown

STYLE = re.compile(r"\x1b\[[0-9;]*m")


def a_console(*, terminal: bool) -> tuple[Console, io.StringIO]:
    written = io.StringIO()
    return Console(file=written, force_terminal=terminal, width=200), written


def test_shows_a_bar_during_an_upload_and_then_removes_it() -> None:
    console, written = a_console(terminal=True)

    display = Display(console)
    with display.bars(1), display.upload_bar("cat.jpg") as progress:
        progress(50, 100)
        progress(100, 100)

    assert "cat.jpg" in written.getvalue()
    assert "processing" in written.getvalue()
    assert "cat.jpg" not in written.getvalue().rpartition("\x1b[2K")[2]


def test_shows_a_total_bar_and_hides_bars_while_printing_results() -> None:
    console, written = a_console(terminal=True)

    display = Display(console)
    with display.bars(2), display.upload_bar("cat.jpg") as progress:
        progress(50, 100)
        display.update_total(1, 2)
        before = written.getvalue()
        with display.bars_hidden():
            hidden = written.getvalue()
        progress(100, 100)

    assert "0/2" in before
    assert hidden.endswith("\x1b[2K")
    assert "1/2" in written.getvalue()


def test_redrawn_bars_do_not_overwrite_results() -> None:
    console, written = a_console(terminal=True)
    display = Display(console)
    with display.bars(3), display.upload_bar("cat.jpg"), display.upload_bar("dog.jpg"):
        for number in range(3):
            with display.bars_hidden():
                written.write(f"result {number}\n")
            display.update_total(number + 1, 3)

    assert shown(written.getvalue()) == ["result 0", "result 1", "result 2"]


def test_bars_of_many_threads_leave_nothing_between_results() -> None:
    console, written = a_console(terminal=True)
    display = Display(console)

    def upload(number: int) -> int:
        with display.upload_bar(f"{number}.jpg") as progress:
            progress(50, 100)
            progress(100, 100)
        return number

    with display.bars(60):
        for done, (number, _) in enumerate(run_concurrently(range(60), upload, workers=8), start=1):
            if number % 2:
                display.error(f"failed {number}")
            else:
                with display.bars_hidden():
                    written.write(f"result {number}\n")
            display.update_total(done, 60)

    lines = [STYLE.sub("", line) for line in shown(written.getvalue())]
    assert len(lines) == 60
    assert all(line.startswith(("result ", "darkroom: failed ")) for line in lines)


def test_shortens_a_long_name_to_fit_the_bar() -> None:
    written = io.StringIO()
    display = Display(Console(file=written, force_terminal=True, width=80))
    with display.bars(1), display.upload_bar(f"{'folder/' * 20}IMG_0001.jpg") as progress:
        progress(50, 100)
        progress(100, 100)
        (line,) = shown(written.getvalue())

    assert "IMG_0001.jpg ━━━━" in line
    assert line.endswith("100 bytes/100 bytes processing")


def test_shows_no_bars_without_a_terminal() -> None:
    console, written = a_console(terminal=False)

    display = Display(console)
    with display.bars(1), display.upload_bar("cat.jpg") as progress:
        progress(100, 100)

    assert written.getvalue() == ""
