"""The generated pages say what the code says."""

from dataclasses import fields

import darkroom
import pytest

from chalicelib.api import openapi
from chalicelib.settings import Settings
from docsite import api, commands, configuration, library


def test_every_setting_has_a_row_with_its_default() -> None:
    page = configuration.page()
    assert all(f"| `{field.name.upper()}` |" in page for field in fields(Settings))
    assert "| `UPLOAD_EXPIRES` | `600` | Seconds for which an upload form is good. |" in page
    assert "| `UPLOAD_BUCKET` | required |" in page
    assert "| `PUBLIC_VARIANTS` | `false` |" in page


def test_every_route_is_described_and_every_schema_can_be_reached() -> None:
    page = api.page()
    description = openapi.description()
    for path, methods in description["paths"].items():
        assert all(f"## {method.upper()} {path}\n" in page for method in methods if method != "parameters")
    assert all(f"### {name}\n" in page for name in description["components"]["schemas"])


@pytest.mark.parametrize("command", ["upload", "watch", "presets", "completion"])
def test_every_command_has_its_help(command: str) -> None:
    page = commands.page()
    assert f"## darkroom {command}\n" in page
    assert f"usage: darkroom {command}" in page


def test_all_that_the_package_offers_is_described() -> None:
    page = library.page()
    assert all(f"## {name}\n" in page for name in darkroom.__all__)
    assert "### Client.upload\n" in page
    assert "clock" not in page
