"""Build the packages and templates that CloudFormation launches without this repository, in dist/."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from rich.filesize import decimal

from ops.exit_codes import ExitCode
from ops.packaging.build import ARCHITECTURES, build_lock
from ops.packaging.release import build_release, checksums
from ops.printing import Printer

PROJECT = Path(__file__).parents[1]
_FOLDER = PROJECT / "dist"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options: none."""


def run(_arguments: argparse.Namespace, _env: Mapping[str, str], printer: Printer) -> ExitCode:
    """Build the release and print its files.

    Raises KernelNotBuilt, PackageIncomplete, PackageMismatch, AppNotLoadable, BuildInProgress.
    """
    with build_lock(PROJECT):
        release = build_release(PROJECT, _FOLDER, ARCHITECTURES)
    files = release.files()
    (_FOLDER / "SHA256SUMS").write_text(checksums(_FOLDER), "utf-8")
    printer.table([("File", "Size"), *((path.name, decimal(path.stat().st_size)) for path in files)])
    return ExitCode.OK
