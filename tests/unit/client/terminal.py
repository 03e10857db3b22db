"""A minimal terminal emulator with the control sequences that the progress bars use."""

import re

_WRITTEN = re.compile(r"\x1b\[(?P<count>[\d;]*)(?P<command>[A-Za-z])|\x1b\[\?\d+[hl]|(?P<text>[^\x1b])")


def shown(written: str) -> list[str]:
    """Return the lines on the screen, without trailing empty lines."""
    lines, row, column = [""], 0, 0
    for match in _WRITTEN.finditer(written):
        text, command = match["text"], match["command"]
        if command == "A":
            row = max(0, row - int(match["count"] or 1))
        elif command == "K":
            lines[row] = ""
        elif text == "\r":
            column = 0
        elif text == "\n":
            row, column = row + 1, 0
            lines += [""] * (row + 1 - len(lines))
        elif text:
            lines[row] = lines[row][:column].ljust(column) + text + lines[row][column + 1 :]
            column += 1
    return "\n".join(line.rstrip() for line in lines).rstrip().split("\n")
