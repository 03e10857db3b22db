"""A fake account, with the templates of this checkout."""

import json
from pathlib import Path

import pytest

from ops.deployment.tools import PROJECT
from ops.templates.app import app_template
from ops.templates.documents import self_contained
from tests.fakes.account.account import VERSION, FakeAccount


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all templates as in a release. Reading the app takes a second."""
    folder = tmp_path_factory.mktemp("releases") / "templates"
    folder.mkdir()
    for template in (PROJECT / "infra").glob("*.yaml"):
        (folder / template.name).write_text(self_contained(template), "utf-8")
    (folder / "app.json").write_text(json.dumps(app_template(PROJECT, VERSION)), "utf-8")
    return folder


@pytest.fixture
def account(templates: Path) -> FakeAccount:
    return FakeAccount(project=PROJECT, templates=templates)
