"""Compare what the engine renders with what other decoders show.

`python -m tests.differential` runs all generated files, `python -m tests.differential FOLDER` the files in
a folder and its subfolders that are in a format we read.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.differential.differences import outdated
from tests.differential.generator.all_cases import FORMATS, all_cases
from tests.differential.generator.case import Case
from tests.differential.report import lines, status
from tests.differential.runner import all_judges, run
from tests.differential.signature import color_class, media_type
from tests.differential.verdict import Verdict


def main() -> int:
    """Run the command line; return 1 if a file comes out wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.differential", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="a folder of your own files")
    parser.add_argument("--share", type=float, default=1.0, help="the share of the generated files")
    parser.add_argument("--only", choices=FORMATS, help="generate only files of this format")
    parser.add_argument("--write", type=Path, help="write the files that come out wrong to this folder")
    options = parser.parse_args()
    verdicts = _run(_files(options.folder) if options.folder else all_cases(options.share, options.only))
    sys.stdout.writelines(f"{line}\n" for line in lines(verdicts))
    wrong = [verdict for verdict in verdicts if status(verdict) == "wrong"]
    if options.write:
        _write(options.write, wrong)
    old = [] if options.folder else outdated(verdicts)
    sys.stdout.writelines(f"\nlisted in differences.py, but right: {each.reason}\n" for each in old)
    return int(bool(wrong or old))


def _run(cases: Iterable[Case]) -> list[Verdict]:
    verdicts: list[Verdict] = []
    with all_judges() as judges:
        for batch in run(cases, judges):
            verdicts += batch
            sys.stderr.write(f"\r{len(verdicts)} files")
    sys.stderr.write("\n")
    return verdicts


def _files(folder: Path) -> Iterator[Case]:
    for path in sorted(folder.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        if media_type(content):
            name = f"{path.suffix.lstrip('.').lower()}-{path.relative_to(folder)}"
            yield Case(name, content, color_class(content), whole=None)


def _write(folder: Path, verdicts: Iterable[Verdict]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for verdict in verdicts:
        (folder / verdict.case.name.replace("/", "_")).write_bytes(verdict.case.content)


if __name__ == "__main__":
    sys.exit(main())
