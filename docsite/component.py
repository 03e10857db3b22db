"""Darkroom's version in the clients, and the upload component's script and integrity hash.

`python -m docsite.component` writes them to both packages, Django's static files and the docs. Sites pin a
version of the script with its hash, so a released version must never change: the command refuses to replace
the hash of a version. With `--unreleased`, it does, for a version that no release contains yet.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from chalicelib import VERSION
from chalicelib.api.embedded_script import NAME, EmbeddedScript
from chalicelib.bootstrap.static_pages import component_script

ROOT = Path(__file__).parents[1]
STATIC_FILE = ROOT / "client" / "src" / "darkroom" / "django" / "static" / "darkroom" / NAME
PAGE = ROOT / "docs" / "reference" / "javascript.md"
_VERSION_IN_URL = re.compile(rf"(?<=/embed/)\d+\.\d+\.\d+(?=/{re.escape(NAME)})")
# Where each package has its version.
VERSIONS = {
    ROOT / "client" / "src" / "darkroom" / "__init__.py": re.compile(
        r'(?<=^__version__ = ")[^"]+', re.MULTILINE
    ),
    ROOT / "client" / "js" / "package.json": re.compile(r'(?<=^  "version": ")[^"]+', re.MULTILINE),
}
_PACKED = re.compile(r"(?<=darkroom-images-)\d+\.\d+\.\d+(?=\.tgz)")
_HASH = re.compile(r"sha384-[A-Za-z0-9+/]{64}")
CHANGED = (
    f"{NAME} has changed, but its version is still {VERSION}. Sites pin a version with its integrity hash, so"
    " a released version must stay as it is. Raise VERSION in chalicelib/__init__.py, then run"
    " `python -m docsite.component`. If no release contains this version yet, run"
    " `python -m docsite.component --unreleased`."
)


def current() -> EmbeddedScript:
    """Return the script that the service serves."""
    return EmbeddedScript(component_script())


def pinned(text: str) -> tuple[set[str], set[str]]:
    """Return the versions and the hashes that a page shows."""
    return set(_VERSION_IN_URL.findall(text)), set(_HASH.findall(text))


def pages() -> Iterator[Path]:
    """Yield the pages, and the files of examples, that show a version of the script."""
    examples = ROOT / "examples"
    files = [
        *(ROOT / "docs").rglob("*.md"),
        examples / "fastapi" / "run.sh",
        examples / "nextjs" / "package.json",
    ]
    for page in sorted(files):
        text = page.read_text("utf-8")
        if _VERSION_IN_URL.search(text) or _PACKED.search(text):
            yield page


def rewritten(text: str, script: EmbeddedScript) -> str:
    """Return a page with the version and the hash of the script."""
    return _HASH.sub(script.integrity, _VERSION_IN_URL.sub(VERSION, _PACKED.sub(VERSION, text)))


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
    for file, version in VERSIONS.items():
        file.write_text(version.sub(VERSION, file.read_text("utf-8")), "utf-8")
    STATIC_FILE.parent.mkdir(parents=True, exist_ok=True)
    STATIC_FILE.write_text(script.content, "utf-8")
    for page in pages():
        page.write_text(rewritten(page.read_text("utf-8"), script), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
