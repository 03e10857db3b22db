"""The README keeps up with the code."""

import re
from dataclasses import MISSING, fields
from pathlib import Path

import pytest

from chalicelib.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_every_setting_has_a_row_with_its_default() -> None:
    defaults = {field.name.upper(): shown(field.default) for field in fields(Settings)}
    assert dict(re.findall(r"^\| `([A-Z_]+)` \| (\S+) \|", README, re.MULTILINE)) == defaults


def shown(default: object) -> str:
    if default is False:
        return "`false`"
    return "–" if default in {None, MISSING, ()} else f"`{default}`"  # noqa: RUF001 - the README's dash


@pytest.mark.parametrize("route", re.findall(r'@app\.route\("(\S+)"', (ROOT / "app.py").read_text("utf-8")))
def test_every_route_is_listed(route: str) -> None:
    path = route.replace("{image_id}", "{id}")
    assert re.search(rf"`(GET|POST|DELETE) {re.escape(path)}[?`]", README)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE))))
def test_every_make_command_exists(target: str) -> None:
    assert re.search(rf"^{target}:.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)\)", README))))
def test_every_link_into_the_repository_leads_somewhere(path: str) -> None:
    assert (ROOT / path).exists()
