"""The parsed command-line options."""

import argparse


class Options(argparse.Namespace):
    """The options of one call. Fields without a default exist only for the commands that accept them."""

    command: str
    url: str
    token: str | None
    json: bool = False

    paths: list[str]
    folder: str
    shell: str
    ids: list[str]
    variants: list[str] | None = None
    content_type: str | None = None
    focus: tuple[float, float] | None = None
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
