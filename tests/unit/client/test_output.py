import io

import msgspec
import pytest
from darkroom import Image
from darkroom.cli.output import reporter
from darkroom.cli.progress import Display
from rich.console import Console

from tests.unit.client import documents
from tests.unit.client.terminal import shown


def a_console(*, terminal: bool) -> tuple[Console, io.StringIO]:
    written = io.StringIO()
    return Console(file=written, force_terminal=terminal, width=200), written


def an_image(**changes: object) -> Image:
    return msgspec.convert(documents.image() | changes, Image)


def test_a_listing_is_a_table_on_a_terminal() -> None:
    console, written = a_console(terminal=True)

    reporter(console, as_json=False).images([an_image()])

    assert "filename" in written.getvalue()
    assert "cat.jpg" in written.getvalue()


def test_a_name_cannot_drive_the_terminal() -> None:
    console, written = a_console(terminal=False)

    reporter(console, as_json=False).image(an_image(filename="\x1b[2Jgone\n.jpg"))

    assert written.getvalue().startswith(
        "\N{REPLACEMENT CHARACTER}[2Jgone\N{REPLACEMENT CHARACTER}.jpg  ready"
    )


def test_a_name_in_brackets_is_not_taken_for_markup() -> None:
    console, written = a_console(terminal=True)

    reporter(console, as_json=False).images([an_image(filename="[bold]x[/].jpg")])

    assert "[bold]x[/].jpg" in written.getvalue()


def test_a_failed_picture_is_shown_with_its_reason() -> None:
    console, written = a_console(terminal=False)
    error = {"code": "corrupt_image", "detail": "The data ends early"}

    reporter(console, as_json=False).image(an_image(status="failed", error=error))

    assert written.getvalue().endswith("  The data ends early (corrupt_image)\n")


def test_a_long_line_stays_one_line_for_scripts() -> None:
    written = io.StringIO()
    console = Console(file=written, width=20)

    reporter(console, as_json=True).image(an_image(filename="x" * 300))

    assert written.getvalue().count("\n") == 1


def test_an_upload_shows_a_bar_on_a_terminal_and_takes_it_away() -> None:
    console, written = a_console(terminal=True)

    display = Display(console)
    with display.bars(1), display.picture("cat.jpg") as progress:
        progress(50, 100)
        progress(100, 100)

    assert "cat.jpg" in written.getvalue()
    assert "processing" in written.getvalue()
    assert "cat.jpg" not in written.getvalue().rpartition("\x1b[2K")[2]


def test_several_uploads_show_a_bar_in_total_and_give_way_to_results() -> None:
    console, written = a_console(terminal=True)

    display = Display(console)
    with display.bars(2), display.picture("cat.jpg") as progress:
        progress(50, 100)
        display.done(1, 2)
        before = written.getvalue()
        with display.aside():
            hidden = written.getvalue()
        progress(100, 100)

    assert "0/2" in before
    assert hidden.endswith("\x1b[2K")
    assert "1/2" in written.getvalue()


def test_results_on_the_same_terminal_stay_when_the_bars_come_back() -> None:
    console, written = a_console(terminal=True)
    display = Display(console)
    with display.bars(3), display.picture("cat.jpg"), display.picture("dog.jpg"):
        for number in range(3):
            with display.aside():
                written.write(f"result {number}\n")
            display.done(number + 1, 3)

    assert shown(written.getvalue()) == ["result 0", "result 1", "result 2"]


def test_a_long_name_leaves_room_for_its_bar() -> None:
    written = io.StringIO()
    display = Display(Console(file=written, force_terminal=True, width=80))
    with display.bars(1), display.picture(f"{'folder/' * 20}IMG_0001.jpg") as progress:
        progress(50, 100)
        progress(100, 100)
        (line,) = shown(written.getvalue())

    assert "IMG_0001.jpg ━━━━" in line
    assert line.endswith("100 bytes/100 bytes processing")


def test_an_upload_shows_nothing_elsewhere() -> None:
    console, written = a_console(terminal=False)

    display = Display(console)
    with display.bars(1), display.picture("cat.jpg") as progress:
        progress(100, 100)

    assert written.getvalue() == ""


@pytest.mark.parametrize(("no_color", "coloured"), [("1", False), ("", True)])
def test_colours_are_off_when_no_color_says_so(
    monkeypatch: pytest.MonkeyPatch, no_color: str, *, coloured: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("TERM", "xterm-256color")
    console, written = a_console(terminal=True)

    Display(console).complain("it broke")

    assert ("\x1b[31m" in written.getvalue()) is coloured
    assert "it broke" in written.getvalue()
