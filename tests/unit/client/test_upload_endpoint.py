"""What a site's own endpoint for uploads accepts."""

import json

import pytest
from darkroom.upload_endpoint import (
    MAX_BODY_BYTES,
    UploadRules,
    check_content_type,
    create_arguments,
    upload_key,
)
from darkroom.upload_problems import UploadProblem

REQUEST = {"filename": "cat.jpg", "size": 10, "content_type": "image/jpeg"}


def body(**changes: object) -> bytes:
    return json.dumps(REQUEST | changes).encode()


def problem_of(request: bytes, rules: UploadRules | None = None) -> UploadProblem:
    with pytest.raises(UploadProblem) as caught:
        create_arguments(request, rules or UploadRules())
    return caught.value


def test_the_arguments_are_those_of_create_upload() -> None:
    assert create_arguments(body(multipart=True), UploadRules()) == {
        "filename": "cat.jpg",
        "size": 10,
        "content_type": "image/jpeg",
        "variants": None,
        "multipart": True,
    }


def test_fields_of_newer_components_are_ignored() -> None:
    assert create_arguments(body(metadata={"alt": "x"}, key="k"), UploadRules()) == create_arguments(
        body(), UploadRules()
    )


def test_a_type_that_the_browser_does_not_know_is_left_to_the_service() -> None:
    assert create_arguments(body(content_type=""), UploadRules())["content_type"] is None


@pytest.mark.parametrize(("requested", "expected"), [(None, ["a", "b"]), ([], ["a", "b"]), (["b"], ["b"])])
def test_browsers_choose_among_the_sites_variants(requested: list[str] | None, expected: list[str]) -> None:
    rules = UploadRules(variants=["a", "b"])
    assert create_arguments(body(variants=requested), rules)["variants"] == expected


def test_a_variant_that_the_site_does_not_offer_is_refused() -> None:
    problem = problem_of(body(variants=["a", "huge"]), UploadRules(variants=["a"]))
    assert (problem.status, problem.code, problem.field) == (400, "unknown_preset", "variants")


def test_without_rules_the_service_decides_about_variants() -> None:
    assert create_arguments(body(variants=["x"]), UploadRules())["variants"] == ["x"]


def test_a_single_text_as_variants_is_a_mistake_of_the_site() -> None:
    with pytest.raises(TypeError, match=r"Use \['small'\]"):
        UploadRules(variants="small")


@pytest.mark.parametrize(
    ("request_body", "status", "code"),
    [
        (b"", 400, "invalid_json"),
        (b"[1]", 400, "invalid_json"),
        (b"\xff", 400, "invalid_json"),
        (b"[" * MAX_BODY_BYTES, 400, "invalid_json"),
        (b"{}", 400, "invalid_field"),
        (body(size="10"), 400, "invalid_field"),
        (body(size=1.5), 400, "invalid_field"),
        (body(size=True), 400, "invalid_field"),
        (body(filename=None), 400, "invalid_field"),
        (body(variants="small"), 400, "invalid_field"),
        (body(multipart="yes"), 400, "invalid_field"),
        (body(size=0), 400, "empty_file"),
        (body(size=-1), 400, "empty_file"),
        (b'"' + b"a" * MAX_BODY_BYTES + b'"', 413, "request_too_large"),
    ],
)
def test_bad_requests_are_the_visitors_errors(request_body: bytes, status: int, code: str) -> None:
    problem = problem_of(request_body)
    assert (problem.status, problem.code) == (status, code)


def test_the_site_can_allow_less_than_the_service() -> None:
    assert create_arguments(body(), UploadRules(max_bytes=10))["size"] == 10
    problem = problem_of(body(), UploadRules(max_bytes=9))
    assert (problem.status, problem.code, problem.field) == (413, "size_too_large", "size")


@pytest.mark.parametrize("sent", [None, "", "text/plain", "application/x-www-form-urlencoded"])
def test_bodies_that_other_origins_can_send_unasked_are_refused(sent: str | None) -> None:
    with pytest.raises(UploadProblem) as caught:
        check_content_type(sent)
    assert (caught.value.status, caught.value.code) == (415, "unsupported_media_type")


@pytest.mark.parametrize("sent", ["application/json", "Application/JSON; charset=utf-8"])
def test_json_is_accepted(sent: str) -> None:
    check_content_type(sent)


def test_the_key_of_an_upload_is_required() -> None:
    assert upload_key(b'{"key": "1-ab"}') == "1-ab"
    with pytest.raises(UploadProblem, match="key"):
        upload_key(b"{}")
