"""Render your own files with the kernel compiled with AddressSanitizer.

`python -m tests.kernel FOLDER` renders the files in a folder and its subfolders in a process that ends at the
first access outside of a buffer, and compares the results with those of the kernel as it ships.
"""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.kernel import engine_runs


def main() -> int:
    """Run the command line; return 1 if anything is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.kernel", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of your own files")
    return _render(parser.parse_args().folder)


def _render(folder: Path) -> int:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and "\n" not in str(path))
    with TemporaryDirectory() as temporary:
        checked = engine_runs.with_address_checks(Path(temporary, "checked"))
        shipped = engine_runs.shipped(Path(temporary, "shipped"))
        found = engine_runs.render(paths, checked, addresses=True)
        expected = engine_runs.render(paths, shipped, addresses=False)
        wrong = 0
        for one, other in zip(found, expected, strict=True):
            if one.checksum is None or one.checksum != other.checksum:
                wrong += 1
                sys.stdout.write(f"{one.path}: {one.checksum}, as it ships {other.checksum}\n{one.end}\n")
    sys.stdout.write(f"{len(paths)} files, {wrong} wrong\n")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
