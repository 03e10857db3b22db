"""Compile the image engine's kernel, beside its sources."""

import argparse
from collections.abc import Mapping

from rich.filesize import decimal

from chalicelib.imaging.kernel import objects
from ops.exit_codes import ExitCode
from ops.packaging import kernel
from ops.packaging.build import ARCHITECTURES
from ops.packaging.kernel import KernelNotBuilt
from ops.printing import Printer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument(
        "--architecture",
        action="append",
        choices=ARCHITECTURES,
        help="processor architecture; can be repeated (default: all)",
    )


def run(arguments: argparse.Namespace, _: Mapping[str, str], printer: Printer) -> ExitCode:
    """Compile the kernel, and load it if it is for this machine.

    If it fails for one architecture, the others are compiled all the same, so that no stale object is left.
    """
    code = ExitCode.OK
    for architecture in arguments.architecture or ARCHITECTURES:
        target = objects.object_file(architecture)
        try:
            kernel.build(target.parent, architecture, target)
            if target == objects.object_here():
                kernel.check(target)
        except KernelNotBuilt as error:
            printer.error(str(error))
            code = ExitCode.FAILED
        else:
            printer.print(f"Compiled {target.name} ({decimal(target.stat().st_size)})")
    return code
