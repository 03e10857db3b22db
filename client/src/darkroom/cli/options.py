"""The parsed command-line options."""

import argparse
from collections.abc import Sequence

from darkroom.bodies import Box, MetadataName, Point, Unchanged


class Options(argparse.Namespace):
    """The options of one call. Fields without a default exist only for the commands that accept them."""

    command: str
    url: str
    token: str | None
    json: bool = False

    paths: list[str]
    filename: str | None = None
    folder: str
    shell: str
    ids: list[str]
    variants: list[str] | None = None
    content_type: str | None = None
    add: list[str]
    remove: list[str]
    focus: Point | None = None
    crop: Box | None = None
    new_focus: Point | Unchanged | None
    new_crop: Box | Unchanged | None
    rotate: int | None = None
    alt: str | None = None
    tags: list[str] | None = None
    external_id: str | None = None
    custom: dict[str, object] | None = None
    unset: Sequence[MetadataName] = ()
    wait: bool = True
    workers: int
    resume: bool
    manifest: str | None
    every: float
    timeout: float
    out: str | None
    overwrite: bool
    status: str | None
    key: str | None
    limit: int | None
    width: int | None
    height: int | None
    fit: str | None
    position: str | tuple[float, float] | None
    format: str | None
    quality: int | None
    preset: str | None
