"""The reference of the commands, generated from their parsers.

It follows the guide in docs/reference/cli.md.
"""

import argparse
import os

from darkroom.cli.arguments import parser

_WIDTH = "100"


def reference() -> str:
    """Return the help of every command as Markdown."""
    os.environ["COLUMNS"] = _WIDTH  # argparse wraps its output at the terminal's width
    commands = _commands(parser())
    return "\n".join(_section(name, command) for name, command in commands.items())


def _commands(whole: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    actions = whole._actions  # noqa: SLF001 - argparse has no public list of its commands
    (choices,) = (
        action.choices
        for action in actions
        if isinstance(action, argparse._SubParsersAction)  # noqa: SLF001 - as above
    )
    return {"darkroom": whole, **{f"darkroom {name}": command for name, command in choices.items()}}


def _section(name: str, command: argparse.ArgumentParser) -> str:
    return f"### {name}\n\n```text\n{command.format_help().strip()}\n```\n"
