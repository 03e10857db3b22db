"""What the component makes of an endpoint's responses, which any website may write."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.web.node import Function, exported

PROBES = Path(__file__).parent / "probes"
FORM = {"method": "POST", "url": "https://s3.test/", "fields": {}, "headers": {}}
PLAN = {"part_size": 5, "parts": [], "expires_at": "2026-01-01T00:00:00Z"}
STATUS_URL = "https://api.test/status/a?key=1"


@pytest.fixture(scope="module")
def created(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Function]:
    with exported("endpoint_probe", "created", tmp_path_factory.mktemp("node"), PROBES) as function:
        yield function


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Function]:
    with exported("endpoint_probe", "followed", tmp_path_factory.mktemp("node"), PROBES) as function:
        yield function


@pytest.mark.parametrize(
    "response",
    [
        {"id": "a", "upload": FORM},
        {"id": "a", "upload": FORM, "multipart": None, "value": "signed", "status_url": STATUS_URL},
        {"id": "a", "upload": None, "multipart": PLAN, "value": None, "status_url": STATUS_URL},
    ],
)
def test_a_form_or_parts_are_enough(created: Function, response: Any) -> None:
    assert created(response) == "a"


@pytest.mark.parametrize(
    "response",
    [
        *(None, [], 5, "a", {}),
        {"id": 5, "upload": FORM},
        {"id": "a", "upload": None},
        {"id": "a", "upload": FORM, "value": {"id": "a"}},
        {"id": "a", "upload": FORM | {"url": {}}},
        {"id": "a", "upload": {"url": "https://s3.test/"}},
        {"id": "a", "upload": FORM | {"fields": None}},
        {"id": "a", "multipart": PLAN},
        {"id": "a", "multipart": {"parts": {}}, "status_url": STATUS_URL},
    ],
)
def test_anything_else_is_a_problem_of_the_site(created: Function, response: Any) -> None:
    assert created(response) == "endpoint_unusable"


@pytest.mark.parametrize("code", [None, 5, ["invalid_field"], {"a": 1}])
def test_a_code_that_is_no_text_is_not_shown(created: Function, code: Any) -> None:
    assert created({"code": code, "detail": [{"msg": "Field required"}]}, 422) == "endpoint_unusable"
    assert created({"code": "invalid_field", "detail": "Wrong"}, 422) == "invalid_field"


def test_an_endpoint_that_is_no_url_is_a_problem_of_the_site(created: Function) -> None:
    assert created({"id": "a", "upload": FORM}, 200, "https://[") == "endpoint_unusable"


@pytest.mark.parametrize("response", [None, [], 5, "ready", {}, {"status": None}])
def test_a_status_url_without_an_image_is_not_polled_forever(followed: Function, response: Any) -> None:
    assert followed(response) is None


def test_the_document_of_an_image_is_returned(followed: Function) -> None:
    assert followed({"status": "ready"}) == {"status": "ready"}
