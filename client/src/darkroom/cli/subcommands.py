"""The arguments of each subcommand."""

import argparse
from collections.abc import Callable, Mapping
from typing import get_args

import shtab

from darkroom.batch import WORKERS
from darkroom.cli import argument_types
from darkroom.cli.edit_arguments import add_edits, add_metadata, add_new_edits, add_removed_metadata
from darkroom.cli.manifest import DEFAULT_NAME
from darkroom.image import WAIT_SECONDS
from darkroom.models import Status
from darkroom.operations import MAX_QUALITY, Format

Parser = argparse.ArgumentParser

_MAX_WORKERS = 32  # more only slow each other down


def _upload(parser: Parser) -> None:
    paths = parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="file, folder or glob pattern to upload; an https:// URL; or - for standard input",
    )
    _set_completion(paths, shtab.FILE)
    parser.add_argument(
        "--filename", metavar="NAME", help="name of the image (default: that of the file, or from the URL)"
    )
    parser.add_argument(
        "--content-type", metavar="TYPE", help="media type, such as image/jpeg (default: from the file name)"
    )
    parser.add_argument("--resume", action="store_true", help="skip files that an earlier --resume finished")
    _add_manifest(parser, f"file that records finished uploads; implies --resume (default: {DEFAULT_NAME})")
    output = parser.add_mutually_exclusive_group()
    _add_no_wait(output)
    _add_out(output, "save the variants in DIR; files from folders keep their subfolders")
    _add_upload_options(parser)


def _watch(parser: Parser) -> None:
    folder = parser.add_argument("folder", metavar="FOLDER", help="folder to watch, including its subfolders")
    _set_completion(folder, shtab.DIRECTORY)
    parser.add_argument(
        "--every",
        type=argument_types.seconds,
        default=2.0,
        metavar="SECONDS",
        help="time between scans of the folder (default: %(default)g)",
    )
    _add_manifest(parser, f"file that records finished uploads (default: FOLDER/{DEFAULT_NAME})")
    _add_out(parser, "save the variants in DIR; choose one outside FOLDER")
    _add_upload_options(parser)


def _get(parser: Parser) -> None:
    _add_ids(parser, 1)


def _list(parser: Parser) -> None:
    states = [status.value for status in Status if status is not Status.DELETED]
    filters = parser.add_mutually_exclusive_group()
    filters.add_argument("--status", choices=states, help="list only images with this status")
    filters.add_argument("--external-id", metavar="ID", help="list only images with this id of your own")
    filters.add_argument("--key", help="list only the image of the object with this key in the upload bucket")
    parser.add_argument(
        "--limit", type=argument_types.positive, metavar="N", help="list at most N images (default: all)"
    )


def _presets(_: Parser) -> None:
    """Add no arguments."""


def _url(parser: Parser) -> None:
    _add_ids(parser, 1)
    size = parser.add_mutually_exclusive_group(required=True)
    size.add_argument("--width", type=argument_types.positive, metavar="PIXELS", help="width of the variant")
    size.add_argument("--preset", metavar="NAME", help="preset that is rendered on demand")
    parser.add_argument(
        "--height", type=argument_types.positive, metavar="PIXELS", help="crop the image to this height"
    )
    parser.add_argument("--fit", choices=("cover", "inside"), help="with --height (default: cover)")
    parser.add_argument(
        "--position",
        type=argument_types.position,
        metavar="POSITION",
        help="what a crop keeps: a keyword such as top-left, or a point such as 0.5,0.3 (default: attention)",
    )
    parser.add_argument("--format", choices=get_args(Format), help="default: what most browsers display")
    parser.add_argument(
        "--quality", type=argument_types.up_to(MAX_QUALITY), metavar="1-100", help="default: 80"
    )


def _download(parser: Parser) -> None:
    _add_ids(parser, "+")
    _add_variants(parser, "variants to save (default: all)")
    _add_out(parser, "save the variants in DIR (default: the current folder)")
    _add_download_options(parser)


def _reprocess(parser: Parser) -> None:
    _add_ids(parser, "+")
    choice = parser.add_argument_group("presets", "Without these options, the image keeps its presets.")
    _add_variants(choice, "render exactly these presets")
    choice.add_argument(
        "--add", type=argument_types.names, default=(), metavar="A,B", help="render these presets as well"
    )
    choice.add_argument(
        "--remove", type=argument_types.names, default=(), metavar="A,B", help="remove the variants of these"
    )
    add_new_edits(parser)
    _add_no_wait(parser)
    _add_timeout(parser)


def _update(parser: Parser) -> None:
    _add_ids(parser, "+")
    add_metadata(parser)
    add_removed_metadata(parser)


def _delete(parser: Parser) -> None:
    _add_ids(parser, "+")


SUBCOMMANDS: Mapping[str, tuple[str, Callable[[Parser], None]]] = {
    "upload": ("Upload images and wait for their variants.", _upload),
    "watch": ("Upload images as they appear in a folder, until Ctrl-C.", _watch),
    "get": ("Show one image.", _get),
    "list": ("List images, newest first.", _list),
    "presets": ("List the presets that the service offers.", _presets),
    "url": ("Print the URL of an image in any size, which is rendered on demand.", _url),
    "download": ("Download the variants of images.", _download),
    "reprocess": ("Render images again, with other presets or edits.", _reprocess),
    "update": ("Change the metadata of images.", _update),
    "delete": ("Delete images and all their variants.", _delete),
}


def _add_upload_options(parser: Parser) -> None:
    _add_variants(parser, "presets to render (default: the service's default presets)")
    add_edits(parser)
    add_metadata(parser)
    parser.add_argument(
        "--workers",
        type=argument_types.up_to(_MAX_WORKERS),
        default=WORKERS,
        metavar="N",
        help="number of parallel uploads (default: %(default)d)",
    )
    _add_download_options(parser)


def _add_ids(parser: Parser, nargs: int | str) -> None:
    parser.add_argument("ids", nargs=nargs, metavar="ID", help="image ID")


def _add_manifest(parser: Parser, summary: str) -> None:
    _set_completion(parser.add_argument("--manifest", metavar="FILE", help=summary), shtab.FILE)


def _add_no_wait(parser: argparse._ActionsContainer) -> None:
    parser.add_argument(
        "--no-wait", dest="wait", action="store_false", help="don't wait for the images to be ready"
    )


def _add_variants(parser: argparse._ActionsContainer, summary: str) -> None:
    parser.add_argument("--variants", type=argument_types.names, metavar="A,B", help=summary)


def _add_out(parser: argparse._ActionsContainer, summary: str) -> None:
    _set_completion(parser.add_argument("--out", metavar="DIR", help=summary), shtab.DIRECTORY)


def _add_download_options(parser: Parser) -> None:
    parser.add_argument("--overwrite", action="store_true", help="replace existing files")
    _add_timeout(parser)


def _add_timeout(parser: Parser) -> None:
    parser.add_argument(
        "--timeout",
        type=argument_types.seconds,
        default=WAIT_SECONDS,
        metavar="SECONDS",
        help="time to wait for each image to be ready (default: %(default)g)",
    )


def _set_completion(action: argparse.Action, kind: object) -> None:
    """Set what the shell completes for an argument; shtab reads it from the action."""
    action.complete = kind  # type: ignore[attr-defined] # shtab's documented extension
