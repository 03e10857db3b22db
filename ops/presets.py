"""Check a presets file, and write it with its overlays inside, as `ops deploy --presets` stores it."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from ops.deployment.presets_files import bundled, parsed
from ops.exit_codes import ExitCode
from ops.printing import Printer
from ops.templates.edge_function import check_length, edge_policy


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("file", type=Path, metavar="FILE", help="presets file, with its overlays beside it")
    parser.add_argument("--output", type=Path, metavar="FILE", help="file to write; only check without it")
    parser.add_argument(
        "--edge-policy",
        type=Path,
        metavar="FILE",
        help="file to write the CDN's parameter OnDemandPolicy to; empty if nothing is rendered on demand",
    )


def run(arguments: argparse.Namespace, _env: Mapping[str, str], printer: Printer) -> ExitCode:
    """Check the file, and write the others. Raises ConfigurationError."""
    content = bundled(arguments.file)
    if arguments.output:
        arguments.output.write_bytes(content)
    if arguments.edge_policy:
        policy = edge_policy(parsed(content, arguments.file.name))
        check_length(policy)
        arguments.edge_policy.write_text(policy, "utf-8")
    printer.print(f"{arguments.file} is valid.")
    return ExitCode.OK
