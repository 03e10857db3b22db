"""The upload component's script for Django's static files, and its version and integrity hash in the docs.

`python -m docsite.component` writes them. Sites pin a version of the script with its hash, so a released
version must never change: the command refuses to replace the hash of a version. With `--unreleased`, it does,
for a version that no release contains yet.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from chalicelib.api.embedded_script import NAME, VERSION, EmbeddedScript
from chalicelib.bootstrap.static_pages import component_script

ROOT = Path(__file__).parents[1]
STATIC_FILE = ROOT / "client" / "src" / "darkroom" / "django" / "static" / "darkroom" / NAME
PAGE = ROOT / "docs" / "reference" / "javascript.md"
_VERSION_IN_URL = re.compile(rf"(?<=/embed/)\d+\.\d+\.\d+(?=/{re.escape(NAME)})")
_HASH = re.compile(r"sha384-[A-Za-z0-9+/]{64}")
CHANGED = (
    f"{NAME} has changed, but its version is still {VERSION}. Sites pin a version with its integrity hash, so"
    " a released version must stay as it is. Raise VERSION in chalicelib/api/embedded_script.py and `version`"
    " in client/js/package.json, then run `python -m docsite.component`. If no release contains this version"
    " yet, run `python -m docsite.component --unreleased`."
)


def current() -> EmbeddedScript:
    """Return the script that the service serves."""
    return EmbeddedScript(component_script())


def pinned(text: str) -> tuple[set[str], set[str]]:
    """Return the versions and the hashes that a page shows."""
    return set(_VERSION_IN_URL.findall(text)), set(_HASH.findall(text))


def pages() -> Iterator[Path]:
    """Yield the pages that show a version of the script."""
    for page in sorted((ROOT / "docs").rglob("*.md")):
        if _VERSION_IN_URL.search(page.read_text("utf-8")):
            yield page


def rewritten(text: str, script: EmbeddedScript) -> str:
    """Return a page with the version and the hash of the script."""
    return _HASH.sub(script.integrity, _VERSION_IN_URL.sub(VERSION, text))


def has_changed(text: str, script: EmbeddedScript) -> bool:
    """Return whether a page shows this version with another hash."""
    versions, hashes = pinned(text)
    return versions == {VERSION} and hashes != {script.integrity}


def main() -> int:
    """Write the script and the pages. Return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m docsite.component", description=__doc__)
    parser.add_argument("--unreleased", action="store_true", help="replace the hash of this version")
    unreleased: bool = parser.parse_args().unreleased
    script = current()
    if has_changed(PAGE.read_text("utf-8"), script) and not unreleased:
        sys.stderr.write(f"{CHANGED}\n")
        return 1
    STATIC_FILE.parent.mkdir(parents=True, exist_ok=True)
    STATIC_FILE.write_text(script.content, "utf-8")
    for page in pages():
        page.write_text(rewritten(page.read_text("utf-8"), script), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
