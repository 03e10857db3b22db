"""The OpenAPI description of the API."""

import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from openapi_spec_validator import validate

from chalicelib.api.openapi import description

ENTRYPOINTS = Path(__file__).parents[3] / "chalicelib" / "entrypoints"
# The upload page, the component's script and the descriptions of the API are not part of the API.
UNDESCRIBED = {
    ("get", "/openapi.json"),
    ("get", "/docs"),
    ("get", "/docs/{version}/{name}"),
    ("get", "/"),
    ("get", "/web/{version}/{name}"),
    ("get", "/embed/{version}/{name}"),
}


VARIANT = "/images/{image_id}/variants/{name}"


def document(*, public_variants: bool = False) -> Any:
    return msgspec.json.decode(msgspec.json.encode(description(public_variants=public_variants)))


def test_the_description_is_valid_openapi() -> None:
    validate(document())


def test_exactly_the_routes_of_the_api_are_described() -> None:
    code = "".join(path.read_text("utf-8") for path in ENTRYPOINTS.glob("*routes.py"))
    routes = re.findall(r'routes\.route\(\s*"(\S+)", methods=\["(\w+)"\]', code)
    served = {(method.lower(), path) for path, method in routes}
    described = {(method, path) for path, methods in document()["paths"].items() for method in methods}
    assert described == served - UNDESCRIBED


def test_the_upload_schema_requires_what_the_parser_requires() -> None:
    schema = document()["components"]["schemas"]["UploadRequest"]
    assert schema["required"] == ["filename"]
    assert schema["additionalProperties"] is False


def problem_codes(path: str, method: str) -> dict[str, list[str]]:
    """Return the error codes of an operation by status."""
    responses = document()["paths"][path][method]["responses"]
    return {
        status: response["content"]["application/problem+json"]["schema"]["allOf"][1]["properties"]["code"][
            "enum"
        ]
        for status, response in responses.items()
        if "application/problem+json" in response.get("content", {})
    }


def test_every_error_code_is_listed() -> None:
    codes = problem_codes(VARIANT, "get")
    assert codes["404"] == ["image_not_found", "variant_not_found"]
    assert codes["401"] == ["not_authenticated", "invalid_token"]
    assert codes["403"] == ["insufficient_scope"]
    assert "unsupported_media_type" in problem_codes("/images", "post")["415"]


def test_public_operations_have_no_authentication_errors() -> None:
    assert not {"401", "403"} & set(problem_codes("/healthz", "get"))
    assert document()["paths"]["/healthz"]["get"]["security"] == []
    assert document()["paths"]["/images"]["get"]["security"] == [{"bearer": []}]


def test_public_variants_make_only_variants_public() -> None:
    private, public = document()["paths"], document(public_variants=True)["paths"]
    variant = public.pop(VARIANT)["get"]
    assert variant["security"] == []
    assert not {"401", "403"} & set(variant["responses"])
    assert variant["tags"] == private.pop(VARIANT)["get"]["tags"]
    assert public == private


def test_response_headers_are_described() -> None:
    get = document()["paths"]["/images/{image_id}"]["get"]["responses"]
    assert {"ETag", "Retry-After"} == set(get["200"]["headers"]) == set(get["304"]["headers"])
    assert "Location" in document()["paths"]["/images"]["post"]["responses"]["201"]["headers"]


def test_no_error_code_is_listed_twice_for_one_status() -> None:
    for path in description()["paths"].values():
        for operation in (operation for method, operation in path.items() if method != "parameters"):
            for status, response in operation["responses"].items():
                _, _, codes = response["description"].partition(": ")
                listed = codes.split(", ")
                assert len(listed) == len(set(listed)), (operation["summary"], status)


def test_a_patch_can_be_sent_as_either_media_type() -> None:
    body = document()["paths"]["/images/{image_id}"]["patch"]["requestBody"]
    assert body["required"] is True
    assert set(body["content"]) == {"application/merge-patch+json", "application/json"}


def test_an_image_can_be_rendered_again_without_a_body() -> None:
    body = document()["paths"]["/images/{image_id}/reprocess"]["post"]["requestBody"]
    assert body["required"] is False


@pytest.mark.parametrize("name", ["ImagePatch", "ReprocessRequest", "VariantChange", "Metadata", "Crop"])
def test_the_schemas_of_bodies_allow_no_unknown_fields(name: str) -> None:
    assert document()["components"]["schemas"][name]["additionalProperties"] is False


def test_the_examples_of_responses_match_their_schemas() -> None:
    whole = document()
    shown = {
        content["schema"]["$ref"]: content["example"]
        for methods in whole["paths"].values()
        for operation in methods.values()
        for response in operation["responses"].values()
        for content in response.get("content", {}).values()
        if "example" in content
    }
    assert set(shown) == {f"#/components/schemas/{name}" for name in ("ImageDocument", "PageDocument")}
    for reference, example in shown.items():
        schema = {"$ref": reference, "components": whole["components"]}
        jsonschema_rs.validate(schema, example)
