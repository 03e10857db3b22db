"""Make text from uploaders safe to print: it may contain anything."""

import io
import sys

from rich.console import Console

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    """Replace characters that are commands for a terminal or reorder text: names come from uploaders."""
    return "".join(char if char.isprintable() else _REPLACEMENT for char in text)


def can_print(console: Console, char: str) -> bool:
    """Return whether a character is printable and exists in the encoding of the output."""
    try:
        char.encode(console.encoding)
    except UnicodeEncodeError:
        return False
    return char.isprintable()


def replace_unencodable_output() -> None:
    """Let standard output replace what its encoding lacks, such as Windows-1252 on a pipe, with `?`."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
