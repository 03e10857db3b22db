"""What can be typed after `darkroom`."""

import argparse
from collections.abc import Mapping, Sequence

import shtab

from darkroom import __version__
from darkroom.cli.exits import EXIT_CODES
from darkroom.cli.options import Options
from darkroom.cli.subcommands import SUBCOMMANDS

DEFAULT_URL = "http://127.0.0.1:8000"
COMPLETION = "completion"
SHELLS = ("bash", "fish", "tcsh", "zsh")


def parse(argv: Sequence[str], environ: Mapping[str, str]) -> Options:
    """Parse; wrong usage prints a message and exits with 2."""
    given = Options(
        url=environ.get("DARKROOM_URL") or DEFAULT_URL, token=environ.get("DARKROOM_TOKEN") or None
    )
    return parser().parse_args(argv, given)


def completion(shell: str) -> str:
    """Return the script that completes the command in this shell."""
    return f"{shtab.complete(parser(), shell)}\n"


def parser() -> argparse.ArgumentParser:
    """Describe all commands."""
    common = _common()
    described = argparse.ArgumentParser(
        prog="darkroom",
        description="Upload pictures to Darkroom and fetch their variants.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common],
    )
    described.add_argument("--version", action="version", version=f"darkroom {__version__}")
    commands = described.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (summary, add_arguments) in SUBCOMMANDS.items():
        add_arguments(commands.add_parser(name, help=summary, description=summary, parents=[common]))
    summary = "Print a script that completes commands and options in your shell."
    shells = commands.add_parser(COMPLETION, help=summary, description=summary)
    shells.add_argument("shell", choices=SHELLS)
    return described


def _common() -> argparse.ArgumentParser:
    """Options that may stand before or after the command; absent unless given, so neither place wins."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--url", help=f"where the service is; default: DARKROOM_URL or {DEFAULT_URL}")
    common.add_argument("--token", help="bearer token; default: DARKROOM_TOKEN, which keeps it out of `ps`")
    common.add_argument("--json", action="store_true", help="print one JSON document per line")
    return common
