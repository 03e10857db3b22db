"""What the operator's commands print cannot send commands to the terminal."""

import io

from rich.console import Console

from ops.printing import Printer

# Object keys and labels can have any characters.
HOSTILE = "\x1b]0;x\x07\x9b2J\x7f\u202egpj.exe\u2066\u2028\u200bé 猫"


def test_all_output_is_printable_and_keeps_its_lines() -> None:
    out, err = io.StringIO(), io.StringIO()
    printer = Printer(Console(file=out), Console(file=err))
    printer.print(f"one {HOSTILE}\ntwo")
    printer.table([["key"], [HOSTILE]])
    printer.note(HOSTILE)
    printer.error(HOSTILE)
    with printer.status(HOSTILE) as report:
        report(HOSTILE)
    assert [line for line in (out.getvalue() + err.getvalue()).split("\n") if not line.isprintable()] == []
    assert out.getvalue().count("\n") == 4
    assert "é 猫" in out.getvalue()
