"""`python -m docsite`: builds the site into .site/html. Broken links are errors."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

import docsite
from docsite import plain_pages
from docsite.pages import EXTRA, generated
from docsite.staging import BrokenLink, stage

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Stage the pages, run Zensical and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m docsite", description=docsite.__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / ".site", help="output folder; default: .site")
    out: Path = parser.parse_args().out.resolve()
    try:
        stage(ROOT, out / "docs", EXTRA, generated())
    except BrokenLink as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    config = (ROOT / "zensical.toml").read_text("utf-8")
    (out / "zensical.toml").write_text(config, "utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict"]
    status = subprocess.run(command, cwd=out, check=False, env=os.environ | {"NO_COLOR": "1"}).returncode  # noqa: S603 - fixed arguments
    if status == 0:
        html = out / "html"
        plain_pages.write(out / "docs", html, config)
        # browsers block the search on pages opened from a file
        sys.stdout.write(
            f"{html / 'index.html'}\nTo use the search: python3 -m http.server --directory {html}\n"
        )
    return status


if __name__ == "__main__":
    sys.exit(main())
