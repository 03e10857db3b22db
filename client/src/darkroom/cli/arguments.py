"""The argument parser of the `darkroom` command."""

import argparse
from collections.abc import Mapping, Sequence

import shtab

from darkroom import __version__
from darkroom.cli.exit_codes import EXIT_CODES
from darkroom.cli.options import Options
from darkroom.cli.subcommands import SUBCOMMANDS
from darkroom.filenames import encodable

DEFAULT_URL = "http://127.0.0.1:8000"
COMPLETION = "completion"
_FILES = frozenset({"paths", "folder", "filename", "manifest", "out"})
SHELLS = ("bash", "fish", "tcsh", "zsh")


def parse(argv: Sequence[str], environ: Mapping[str, str]) -> Options:
    """Parse the command line. Invalid usage prints a message and exits with code 2."""
    defaults = Options(
        url=environ.get("DARKROOM_URL") or DEFAULT_URL, token=environ.get("DARKROOM_TOKEN") or None
    )
    whole = parser()
    options = whole.parse_args(argv, defaults)
    for name, value in vars(options).items():
        # Only names of files may contain bytes that are not text.
        if name not in _FILES and any(encodable(text) != text for text in _texts(value)):
            whole.error(f"the value of {name} is not valid UTF-8")
    return options


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str)]


def completion(shell: str) -> str:
    """Return the completion script for a shell."""
    return f"{shtab.complete(parser(), shell)}\n"


def parser() -> argparse.ArgumentParser:
    """Return the parser for all commands."""
    common = _common()
    whole = argparse.ArgumentParser(
        prog="darkroom",
        description="Upload images to Darkroom and download their variants.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common],
    )
    whole.add_argument("--version", action="version", version=f"darkroom {__version__}")
    commands = whole.add_subparsers(dest="command", required=True, title="commands", metavar="COMMAND")
    for name, (summary, add_arguments) in SUBCOMMANDS.items():
        add_arguments(commands.add_parser(name, help=summary, description=summary, parents=[common]))
    summary = "Print a shell completion script."
    shell = commands.add_parser(COMPLETION, help=summary, description=summary)
    shell.add_argument("shell", choices=SHELLS, help="your shell")
    return whole


def _common() -> argparse.ArgumentParser:
    """Return the options that are allowed before and after the command.

    They have no defaults here, so that a missing option in one place does not override the other.
    """
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--url", help=f"URL of the service (default: DARKROOM_URL, or {DEFAULT_URL})")
    common.add_argument("--token", help="bearer token (default: DARKROOM_TOKEN, which `ps` does not show)")
    common.add_argument("--json", action="store_true", help="print one JSON document per line")
    return common
