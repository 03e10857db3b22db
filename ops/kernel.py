"""Compile the image engine's kernel for Lambda's architectures."""

import argparse
from collections.abc import Mapping

from chalicelib.imaging.kernel.objects import object_file
from ops.exit_codes import ExitCode
from ops.packaging import kernel
from ops.packaging.build import ARCHITECTURES
from ops.printing import Printer


def add_arguments(_: argparse.ArgumentParser) -> None:
    """Add no options."""


def run(_: argparse.Namespace, __: Mapping[str, str], printer: Printer) -> ExitCode:
    """Compile the kernel for every architecture. Raises KernelNotBuilt."""
    for architecture in ARCHITECTURES:
        target = object_file(architecture)
        kernel.build(target.parent, architecture, target)
        printer.print(f"{target} ({target.stat().st_size:,} bytes)")
    return ExitCode.OK
