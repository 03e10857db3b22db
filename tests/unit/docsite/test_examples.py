"""The sites in examples/ are those that the how-to guides describe."""

import json
import re
from pathlib import Path

import pytest

from docsite.code_blocks import blocks
from docsite.examples import EXAMPLES, GUIDES, files
from tests.documents import ROOT

# What the tools generate that the guides run, without what a site does not need.
GENERATED = {
    *("django/manage.py", "django/mysite/__init__.py", "django/gallery/__init__.py"),
    *("django/gallery/migrations/__init__.py", "django/gallery/migrations/0001_initial.py"),
    *("fastapi/run.sh", "nextjs/package.json", "nextjs/app/layout.js", "nextjs/app/globals.css"),
}
# Where the example and the guide differ: folders, and the network.
_PLACES = re.compile(r"~/darkroom|\$HOME/darkroom|\.\./\.\.")
_SHELL_ONLY = re.compile(r"#|cd |set -e|npm |export UPLOAD_SECRET=|. \.local/env")


@pytest.mark.parametrize("path", files(), ids=lambda path: path.relative_to(EXAMPLES).as_posix())
def test_the_file_is_the_one_in_the_guide(path: Path) -> None:
    assert path.read_text("utf-8") == files()[path], "run `python -m docsite.examples`"


def test_a_block_at_the_end_of_a_file_follows_other_settings() -> None:
    settings = (EXAMPLES / "django" / "mysite" / "settings.py").read_text("utf-8")
    assert settings.index("ROOT_URLCONF") < settings.index("DARKROOM_URL")
    assert settings.count("INSTALLED_APPS +=") == 1


def test_a_site_has_no_other_code() -> None:
    ignored = {"__pycache__", ".next", ".venv", "node_modules"}
    left = {".env.local", "README.md", "darkroom.js", "db.sqlite3", "next-env.d.ts", "package-lock.json"}
    present = {
        path.relative_to(EXAMPLES).as_posix()
        for site in GUIDES
        for path in (EXAMPLES / site).rglob("*")
        if path.is_file() and not ignored & {*path.parts} and path.name not in left and path.suffix != ".tgz"
    }
    assert present - {path.relative_to(EXAMPLES).as_posix() for path in files()} == GENERATED


@pytest.mark.parametrize("site", GUIDES)
def test_the_commands_of_the_example_are_those_of_the_guide(site: str) -> None:
    guide = _PLACES.sub("", (ROOT / "docs" / "howto" / GUIDES[site]).read_text("utf-8"))
    commands = [line for command in _commands(EXAMPLES / site) for line in command.split(" && ")]
    assert len(commands) > 4
    missing = [each for each in commands if not _SHELL_ONLY.match(each) and each not in guide]
    assert missing == []


def _commands(site: Path) -> list[str]:
    """Return the commands of the README, with those of the script that it runs."""
    readme = [line for block in blocks(site / "README.md") for line in block.code.splitlines()]
    script = site / "run.sh"
    if "sh run.sh" in readme:
        readme[readme.index("sh run.sh") :] = script.read_text("utf-8").splitlines()
    return [_PLACES.sub("", line) for line in readme]


def test_the_app_installs_the_package_that_is_packed() -> None:
    package = json.loads((ROOT / "client" / "js" / "package.json").read_text("utf-8"))
    app = json.loads((EXAMPLES / "nextjs" / "package.json").read_text("utf-8"))
    assert app["dependencies"][package["name"]] == f"file:{package['name']}-{package['version']}.tgz"
