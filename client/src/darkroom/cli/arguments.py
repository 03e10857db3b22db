"""What can be typed after `darkroom`."""

import argparse
import math
from collections.abc import Mapping, Sequence

from darkroom import __version__
from darkroom.cli.exits import EXIT_CODES
from darkroom.cli.options import Options
from darkroom.client import WAIT_SECONDS
from darkroom.models import Status

DEFAULT_URL = "http://127.0.0.1:8000"


def parse(argv: Sequence[str], environ: Mapping[str, str]) -> Options:
    """Parse; wrong usage prints a message and exits with 2."""
    given = Options(
        url=environ.get("DARKROOM_URL") or DEFAULT_URL, token=environ.get("DARKROOM_TOKEN") or None
    )
    return _parser().parse_args(argv, given)


def _parser() -> argparse.ArgumentParser:
    common = _common()
    parser = argparse.ArgumentParser(
        prog="darkroom",
        description="Upload pictures to Darkroom and fetch their variants.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common],
    )
    parser.add_argument("--version", action="version", version=f"darkroom {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, summary: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=summary, description=summary, parents=[common])

    _add_upload(command("upload", "Upload pictures and wait for their variants."))
    _add_get(command("get", "Show one picture."))
    _add_list(command("list", "List pictures, newest first."))
    _add_download(command("download", "Save the variants of pictures."))
    _add_delete(command("delete", "Delete pictures with all their variants."))
    return parser


def _common() -> argparse.ArgumentParser:
    """Options that may stand before or after the command; absent unless given, so neither place wins."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--url", help=f"where the service is; default: DARKROOM_URL or {DEFAULT_URL}")
    common.add_argument("--token", help="bearer token; default: DARKROOM_TOKEN, which keeps it out of `ps`")
    common.add_argument("--json", action="store_true", help="print one JSON document per line")
    return common


def _add_upload(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a picture")
    _add_variants(parser, "the presets to render; default: the service's")
    parser.add_argument("--content-type", metavar="TYPE", help="such as image/jpeg; default: by the name")
    then = parser.add_mutually_exclusive_group()
    then.add_argument("--no-wait", dest="wait", action="store_false", help="do not wait until it is ready")
    then.add_argument("--out", metavar="DIR", help="save the variants there")
    _add_saving(parser)


def _add_get(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ids", nargs=1, metavar="ID")


def _add_list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--status", choices=[status.value for status in Status if status is not Status.DELETED]
    )
    parser.add_argument("--limit", type=_positive, metavar="N", help="at most N pictures; default: all")


def _add_download(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ids", nargs="+", metavar="ID")
    _add_variants(parser, "which to save; default: all")
    parser.add_argument("--out", metavar="DIR", default=".", help="save them there; default: here")
    _add_saving(parser)


def _add_delete(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ids", nargs="+", metavar="ID")


def _add_variants(parser: argparse.ArgumentParser, summary: str) -> None:
    parser.add_argument("--variants", type=_names, metavar="A,B", help=summary)


def _add_saving(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--overwrite", action="store_true", help="replace files that are already there")
    parser.add_argument(
        "--timeout",
        type=_seconds,
        default=WAIT_SECONDS,
        metavar="SECONDS",
        help="how long to wait for one picture; default: %(default)g",
    )


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _positive(text: str) -> int:
    if not (text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError("it must be a whole number of 1 or more")
    return int(text)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not (math.isfinite(seconds) and seconds >= 0):
        raise argparse.ArgumentTypeError("it must be a number of seconds, 0 or more")
    return seconds
