"""The generated pages say what the code says."""

import darkroom
import pytest
from msgspec.structs import fields

from chalicelib.api import openapi
from chalicelib.config.settings import Settings
from docsite import api, commands, configuration, library


def test_every_setting_has_a_row_with_its_default() -> None:
    page = configuration.page()
    assert all(f"| `{field.name.upper()}` |" in page for field in fields(Settings))
    assert (
        "| `UPLOAD_EXPIRES` | `600` | Lifetime of an upload form, in seconds; at most 604800 (7 days)."
        " On Lambda, a form also expires when the function's credentials do, which is after a few hours. |"
        in page
    )
    assert "| `UPLOAD_BUCKET` | required |" in page
    assert "| `PUBLIC_VARIANTS` | `false` |" in page


def test_every_setting_is_below_the_heading_of_a_section() -> None:
    names = [field.name for field in fields(Settings)]
    assert next(iter(configuration.SECTIONS)) == names[0]
    assert set(configuration.SECTIONS) <= set(names)


def test_the_settings_in_the_repository_are_todays() -> None:
    written = configuration.PAGE.read_text("utf-8")
    assert written == configuration.page(), "run python -m docsite.configuration"


def test_every_route_is_described_and_every_schema_can_be_reached() -> None:
    page = api.reference()
    description = openapi.description()
    for path, methods in description["paths"].items():
        assert all(f"## {method.upper()} {path}\n" in page for method in methods if method != "parameters")
    assert all(f"### {name}\n" in page for name in description["components"]["schemas"])


@pytest.mark.parametrize(
    "shown",
    [
        "| `Idempotency-Key` | header | string, 1 to 255 characters |",
        "| `limit` | query | integer, 1 to 100, default `20` |",
        "| `image_id` | path | string, not empty |",
        "| 404 Not Found: `image_not_found` | [ProblemDocument](#problemdocument) |",
    ],
)
def test_the_api_is_described_in_words(shown: str) -> None:
    assert shown in api.reference()


@pytest.mark.parametrize("command", ["upload", "watch", "presets", "completion"])
def test_every_command_has_its_help(command: str) -> None:
    page = commands.reference()
    assert f"## darkroom {command}\n" in page
    assert f"usage: darkroom {command}" in page


def test_all_that_the_package_offers_is_described() -> None:
    page = library.reference()
    assert all(f"## {name}\n" in page for name in darkroom.__all__)
    assert "### Client.upload\n" in page
    assert "### Image.html\n" in page
    assert "clock:" not in page
    assert "_wait" not in page
