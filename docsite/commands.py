"""The page about the commands, from their parsers."""

import argparse
import os

from darkroom.cli.arguments import parser

_HEAD = """\
# Command line

`pip install ./client` brings `darkroom`. How its commands are used is in [the tutorial](../tutorial.md);
results, exit codes and resuming are in [the client's guide](../client.md).

"""
_WIDTH = "100"


def page() -> str:
    """Return the page as Markdown."""
    os.environ["COLUMNS"] = _WIDTH  # argparse wraps what it prints at the terminal's width
    commands = _commands(parser())
    return _HEAD + "\n".join(_section(name, command) for name, command in commands.items())


def _commands(whole: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    actions = whole._actions  # noqa: SLF001 - argparse tells nowhere else which commands there are
    (choices,) = (
        action.choices
        for action in actions
        if isinstance(action, argparse._SubParsersAction)  # noqa: SLF001 - as above
    )
    return {"darkroom": whole, **{f"darkroom {name}": command for name, command in choices.items()}}


def _section(name: str, command: argparse.ArgumentParser) -> str:
    return f"## {name}\n\n```text\n{command.format_help().strip()}\n```\n"
