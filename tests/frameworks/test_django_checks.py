"""System checks find what is not set up."""

import pytest
from darkroom.django import checks
from django.conf import LazySettings
from django.core.checks import run_checks


def found(*, deploy: bool = False) -> set[str | None]:
    every = run_checks(include_deployment_checks=deploy)
    return {each.id for each in every if str(each.id).startswith("darkroom.")}


def test_a_complete_project_has_no_problems() -> None:
    assert found() == set()


def test_webhooks_are_optional(settings: LazySettings) -> None:
    settings.DARKROOM_WEBHOOK_SECRET = ""
    assert found() == set()


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("DARKROOM_URL", "", "darkroom.E001"),
        ("DARKROOM_TOKEN", None, "darkroom.E001"),
        ("DARKROOM_URL", "ftp://example.com", "darkroom.E002"),
        ("DARKROOM_TOKEN", "new\nline", "darkroom.E002"),
        ("ROOT_URLCONF", "tests.frameworks.shop.no_urls", "darkroom.E003"),
        ("STATICFILES_FINDERS", [], "darkroom.E004"),
        ("DARKROOM_UPLOAD_PERMISSION", "nobody.knows", "darkroom.E005"),
        ("DARKROOM_WEBHOOK_SECRET", "whsec_not base64", "darkroom.E007"),
        ("DARKROOM_WEBHOOK_SECRET", "whsec_", "darkroom.E007"),
    ],
)
def test_each_mistake_has_a_code_and_a_text(
    settings: LazySettings, name: str, value: object, problem: str
) -> None:
    setattr(settings, name, value)
    assert found() == {problem}


def test_the_token_must_not_be_sent_without_encryption(settings: LazySettings) -> None:
    assert found(deploy=True) == {"darkroom.W001"}
    for url in ("https://images.example.com/api", "http://127.0.0.1:8000"):
        settings.DARKROOM_URL = url
        assert found(deploy=True) == set()


def test_no_message_has_the_token(settings: LazySettings) -> None:
    setattr(settings, "DARKROOM_TOKEN", "geheim\n")  # noqa: B010
    assert all("geheim" not in str(each) for each in checks.check_connection())
