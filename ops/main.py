"""The command line: parse the arguments, run the command and return its exit code."""

import argparse
from collections.abc import Mapping, MutableMapping, Sequence
from importlib import import_module

from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console

import ops
from chalicelib import VERSION
from chalicelib.errors import DarkroomError
from ops.aws_errors import explain
from ops.exit_codes import EXIT_CODES_HELP, ExitCode
from ops.printing import Printer

# The modules of the commands, in the order of the help.
_COMMANDS = (
    *("deploy", "diff", "rollback", "outputs", "destroy", "release", "backfill", "cost", "erase", "exposure"),
    *("kernel", "package", "presets", "redrive", "retention"),
    *("signing_key", "status_key", "token", "webhook"),
)


def main(argv: Sequence[str], env: Mapping[str, str]) -> int:
    """Run a command and return its exit code. Invalid usage and --help raise SystemExit."""
    arguments = _parser().parse_args(argv)
    printer = Printer(Console(), Console(stderr=True))
    try:
        return ExitCode(arguments.run(arguments, env, printer))
    except (DarkroomError, BotoCoreError, ClientError) as error:
        printer.error(explain(error))
        return ExitCode.FAILED
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ops", description=ops.__doc__)
    parser.add_argument("--version", action="version", version=f"Darkroom {VERSION}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in _COMMANDS:
        command = import_module(f"ops.{name}")
        summary, _, _ = (command.__doc__ or "").partition("\n")
        subparser = commands.add_parser(
            name.replace("_", "-"),
            help=summary,
            description=summary,
            epilog=EXIT_CODES_HELP,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(subparser)
        subparser.set_defaults(run=command.run, usage_error=subparser.error)
    return parser


def apply_aws_region(env: MutableMapping[str, str]) -> None:
    """Copy AWS_REGION, which takes precedence, to AWS_DEFAULT_REGION, before clients are created."""
    if region := env.get("AWS_REGION"):
        env["AWS_DEFAULT_REGION"] = region
