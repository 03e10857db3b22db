import io
import re

import msgspec
import pytest
from darkroom import Image
from darkroom.cli.outcome import Outcome
from darkroom.cli.output import create_reporter
from darkroom.cli.progress import Display
from darkroom.models import Failure, Presets
from rich.console import Console

from tests.unit.client import payloads
from tests.unit.client.terminal import shown


def a_console(*, terminal: bool) -> tuple[Console, io.StringIO]:
    written = io.StringIO()
    return Console(file=written, force_terminal=terminal, width=200), written


def an_image(**changes: object) -> Image:
    return msgspec.convert(payloads.image() | changes, Image)


def test_prints_a_table_on_a_terminal() -> None:
    console, written = a_console(terminal=True)

    create_reporter(console, as_json=False).images([an_image()])

    assert "filename" in written.getvalue()
    assert "cat.jpg" in written.getvalue()


def test_replaces_control_characters_in_names() -> None:
    console, written = a_console(terminal=False)

    create_reporter(console, as_json=False).image(an_image(filename="\x1b[2Jgone\n.jpg"))

    assert written.getvalue().startswith(
        "\N{REPLACEMENT CHARACTER}[2Jgone\N{REPLACEMENT CHARACTER}.jpg  ready"
    )


def test_does_not_interpret_brackets_as_markup() -> None:
    console, written = a_console(terminal=True)

    create_reporter(console, as_json=False).images([an_image(filename="[bold]x[/].jpg")])

    assert "[bold]x[/].jpg" in written.getvalue()


def test_shows_why_an_image_failed() -> None:
    console, written = a_console(terminal=False)
    error = {"code": "corrupt_image", "detail": "The data ends early"}

    create_reporter(console, as_json=False).image(an_image(status="failed", error=error))

    assert written.getvalue().endswith("  corrupt_image: The data ends early\n")


def test_does_not_wrap_json_lines() -> None:
    written = io.StringIO()
    console = Console(file=written, width=20)

    create_reporter(console, as_json=True).image(an_image(filename="x" * 300))

    assert written.getvalue().count("\n") == 1


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


@pytest.mark.parametrize(("no_color", "colored"), [("1", False), ("", True)])
def test_no_color_disables_colors(monkeypatch: pytest.MonkeyPatch, no_color: str, *, colored: bool) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("TERM", "xterm-256color")
    console, written = a_console(terminal=True)

    Display(console).error("it broke")

    assert ("\x1b[31m" in written.getvalue()) is colored
    assert "it broke" in written.getvalue()


# Commands for a terminal (ESC, CSI, DEL) and characters that reorder or hide text.
STYLE = re.compile(r"\x1b\[[0-9;]*m")
HOSTILE = "\x1b]0;x\x07\x9b2J\x7f\u202egpj.exe\u2066\u2028\u200b\U000e0041é 猫"


@pytest.mark.parametrize("as_json", [True, False], ids=["json", "text"])
@pytest.mark.parametrize("terminal", [True, False], ids=["terminal", "pipe"])
def test_all_output_is_printable(*, as_json: bool, terminal: bool) -> None:
    console, written = a_console(terminal=terminal)
    reporter = create_reporter(console, as_json=as_json)
    error = {"code": HOSTILE, "detail": HOSTILE}
    image = an_image(
        id=HOSTILE, filename=HOSTILE, error=error, variants=[payloads.variant(HOSTILE, url=HOSTILE)]
    )
    preset = {"name": HOSTILE, "width": 1, "height": 1, "fit": HOSTILE, "format": HOSTILE}
    others = {"position": HOSTILE, "quality": 80}
    presets = msgspec.convert({"presets": [preset | others], "default": [HOSTILE]}, Presets)

    reporter.image(image)
    reporter.images([image])
    reporter.presets(presets)
    reporter.outcome(Outcome(input=HOSTILE, image=image, files={HOSTILE: HOSTILE}))
    reporter.outcome(Outcome(input=HOSTILE, skipped=HOSTILE))
    reporter.outcome(Outcome(input=HOSTILE, error=Failure(code=HOSTILE, detail=HOSTILE)))
    Display(console).error(HOSTILE)
    Display(console).info(HOSTILE)

    lines = STYLE.sub("", written.getvalue()).splitlines()
    assert lines
    assert [line for line in lines if not line.isprintable()] == []


def test_escaped_json_has_the_same_meaning() -> None:
    console, written = a_console(terminal=False)

    create_reporter(console, as_json=True).image(an_image(filename=HOSTILE))

    assert msgspec.json.decode(written.getvalue(), type=Image).filename == HOSTILE
    assert "é 猫" in written.getvalue()
