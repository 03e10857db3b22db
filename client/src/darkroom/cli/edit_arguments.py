"""The arguments that describe how to edit an image and what its owner says about it."""

import argparse
from typing import get_args

from darkroom.bodies import UNCHANGED, MetadataFields, MetadataName
from darkroom.cli import argument_types
from darkroom.cli.options import Options

_ROTATIONS = (0, 90, 180, 270)
_POINT, _BOX = "X,Y", "X,Y,WIDTH,HEIGHT"
_FOCUS = "point that crops keep, from 0,0 (top left) to 1,1 (bottom right)"
_CROP = "box of the image to keep, in fractions of its width and height"


def add_edits(parser: argparse.ArgumentParser) -> None:
    """Add --focus, --crop and --rotate for a new image."""
    parser.add_argument("--focus", type=argument_types.point, metavar=_POINT, help=_FOCUS)
    parser.add_argument("--crop", type=argument_types.box, metavar=_BOX, help=_CROP)
    _add_rotate(parser)


def add_new_edits(parser: argparse.ArgumentParser) -> None:
    """Add --focus, --crop and --rotate for an existing image."""
    for name, kind, metavar, summary in (
        ("focus", argument_types.removable_point, _POINT, _FOCUS),
        ("crop", argument_types.removable_box, _BOX, _CROP),
    ):
        parser.add_argument(
            f"--{name}",
            dest=f"new_{name}",
            type=kind,
            default=UNCHANGED,
            metavar=metavar,
            help=f'{summary}; "none" removes it',
        )
    _add_rotate(parser)


def _add_rotate(parser: argparse.ArgumentParser) -> None:
    summary = "turn the upright image clockwise by 0, 90, 180 or 270"
    parser.add_argument("--rotate", type=int, choices=_ROTATIONS, metavar="DEGREES", help=summary)


def add_metadata(parser: argparse.ArgumentParser) -> None:
    """Add the options for metadata."""
    parser.add_argument("--alt", metavar="TEXT", help="text for the alt attribute of HTML")
    parser.add_argument(
        "--tag", dest="tags", action="append", metavar="TAG", help="tag; repeat it for several tags"
    )
    parser.add_argument("--external-id", metavar="ID", help="your own id of the image")
    parser.add_argument(
        "--custom", type=argument_types.json_object, metavar="JSON", help="any data, as a JSON object"
    )


def add_removed_metadata(parser: argparse.ArgumentParser) -> None:
    """Add the option that removes metadata."""
    parser.add_argument(
        "--unset",
        type=argument_types.metadata_names,
        default=(),
        metavar="A,B",
        help=f"metadata to remove: {', '.join(get_args(MetadataName))}",
    )


def metadata_of(options: Options) -> MetadataFields:
    """Return the metadata that the options set or remove."""
    removed: MetadataFields = {}
    for name in options.unset:
        removed[name] = None
    return {**removed, **_set(options)}


def contradictory(options: Options) -> list[str]:
    """Return the names of the metadata that the options both set and remove."""
    return sorted({*_set(options)} & {*options.unset})


def _set(options: Options) -> MetadataFields:
    fields: MetadataFields = {}
    if options.alt is not None:
        fields["alt"] = options.alt
    if options.tags is not None:
        fields["tags"] = options.tags
    if options.external_id is not None:
        fields["external_id"] = options.external_id
    if options.custom is not None:
        fields["custom"] = options.custom
    return fields
