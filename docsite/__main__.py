"""`python -m docsite`: builds the site into .site/html; a link that leads nowhere is an error."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

import docsite
from docsite.pages import BROUGHT, generated
from docsite.staging import BrokenLink, stage

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Stage the pages and hand them to Zensical; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m docsite", description=docsite.__doc__)
    parser.add_argument(
        "--out", type=Path, default=ROOT / ".site", help="folder for the site; default: .site"
    )
    out: Path = parser.parse_args().out.resolve()
    try:
        stage(ROOT, out / "docs", BROUGHT, generated())
    except BrokenLink as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    config = (ROOT / "zensical.toml").read_text("utf-8")
    (out / "zensical.toml").write_text(config, "utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict"]
    status = subprocess.run(command, cwd=out, check=False, env=os.environ | {"NO_COLOR": "1"}).returncode  # noqa: S603 - our own arguments
    if status == 0:
        html = out / "html"
        # browsers let no page search that comes from a file
        sys.stdout.write(
            f"{html / 'index.html'}\nWith its search: python3 -m http.server --directory {html}\n"
        )
    return status


if __name__ == "__main__":
    sys.exit(main())
