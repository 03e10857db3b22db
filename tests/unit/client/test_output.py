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
