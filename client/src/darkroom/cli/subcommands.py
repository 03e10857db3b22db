"""The arguments of each command."""

import argparse
from collections.abc import Callable, Mapping

import shtab

from darkroom.batch import WORKERS
from darkroom.cli import values
from darkroom.cli.manifest import NAME
from darkroom.client import WAIT_SECONDS
from darkroom.models import Status

Parser = argparse.ArgumentParser


def _upload(parser: Parser) -> None:
    paths = parser.add_argument("paths", nargs="+", metavar="PATH", help="a picture, a folder or a glob")
    _completed_by(paths, shtab.FILE)
    parser.add_argument("--content-type", metavar="TYPE", help="such as image/jpeg; default: by the name")
    parser.add_argument(
        "--focus", type=values.point, metavar="X,Y", help="what crops keep: 0,0 is top left, 1,1 bottom right"
    )
    parser.add_argument("--resume", action="store_true", help="leave out what an earlier --resume finished")
    manifest = parser.add_argument(
        "--manifest", metavar="FILE", help=f"where --resume keeps that; default: {NAME}"
    )
    _completed_by(manifest, shtab.FILE)
    then = parser.add_mutually_exclusive_group()
    then.add_argument("--no-wait", dest="wait", action="store_false", help="do not wait until it is ready")
    _out(then, "save the variants there; those from folders in folders of the same names")
    _sending(parser)


def _watch(parser: Parser) -> None:
    folder = parser.add_argument("folder", metavar="DIR", help="the folder to look into, and all below it")
    _completed_by(folder, shtab.DIRECTORY)
    parser.add_argument(
        "--every",
        type=values.seconds,
        default=2.0,
        metavar="SECONDS",
        help="between two looks; default: %(default)g",
    )
    manifest = parser.add_argument(
        "--manifest", metavar="FILE", help=f"what is done already; default: DIR/{NAME}"
    )
    _completed_by(manifest, shtab.FILE)
    _out(parser, "save the variants there, not in or below DIR")
    _sending(parser)


def _get(parser: Parser) -> None:
    parser.add_argument("ids", nargs=1, metavar="ID")


def _list(parser: Parser) -> None:
    states = [status.value for status in Status if status is not Status.DELETED]
    parser.add_argument("--status", choices=states)
    parser.add_argument("--limit", type=values.positive, metavar="N", help="at most N pictures; default: all")


def _presets(_: Parser) -> None:
    """Take no arguments."""


def _download(parser: Parser) -> None:
    parser.add_argument("ids", nargs="+", metavar="ID")
    _variants(parser, "which to save; default: all")
    _out(parser, "save them there; default: here")
    _saving(parser)


def _delete(parser: Parser) -> None:
    parser.add_argument("ids", nargs="+", metavar="ID")


SUBCOMMANDS: Mapping[str, tuple[str, Callable[[Parser], None]]] = {
    "upload": ("Upload pictures and wait for their variants.", _upload),
    "watch": ("Upload pictures as they appear in a folder, until Ctrl-C.", _watch),
    "get": ("Show one picture.", _get),
    "list": ("List pictures, newest first.", _list),
    "presets": ("List the variants that the service offers.", _presets),
    "download": ("Save the variants of pictures.", _download),
    "delete": ("Delete pictures with all their variants.", _delete),
}


def _sending(parser: Parser) -> None:
    _variants(parser, "the presets to render; default: the service's")
    parser.add_argument(
        "--workers",
        type=values.workers,
        default=WORKERS,
        metavar="N",
        help="how many at a time; default: %(default)d",
    )
    _saving(parser)


def _variants(parser: Parser, summary: str) -> None:
    parser.add_argument("--variants", type=values.names, metavar="A,B", help=summary)


def _out(parser: argparse._ActionsContainer, summary: str) -> None:
    _completed_by(parser.add_argument("--out", metavar="DIR", help=summary), shtab.DIRECTORY)


def _saving(parser: Parser) -> None:
    parser.add_argument("--overwrite", action="store_true", help="replace files that are already there")
    parser.add_argument(
        "--timeout",
        type=values.seconds,
        default=WAIT_SECONDS,
        metavar="SECONDS",
        help="how long to wait for one picture; default: %(default)g",
    )


def _completed_by(action: argparse.Action, kind: object) -> None:
    """Tell the shell what to complete: shtab reads it from the action."""
    action.complete = kind  # type: ignore[attr-defined] # shtab's documented extension
