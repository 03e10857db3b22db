"""Unknown query parameters are refused."""

from collections.abc import Mapping

import pytest
from chalice.app import Request

from chalicelib.api import query_parameters
from chalicelib.api.openapi_operations import OPERATIONS
from chalicelib.errors import InvalidField

ALL = [(each.method.upper(), each.path) for each in OPERATIONS]


def request(method: str, path: str, query: Mapping[str, str] | None, times: int = 1) -> Request:
    multi = {name: [value] * times for name, value in query.items()} if query else None
    return Request(
        {
            "multiValueQueryStringParameters": multi,
            "headers": {},
            "pathParameters": {},
            "requestContext": {"httpMethod": method, "resourcePath": path},
            "body": "",
            "stageVariables": {},
            "isBase64Encoded": False,
        }
    )


@pytest.mark.parametrize(("method", "path"), [*ALL, ("HEAD", "/images"), ("GET", "/"), ("GET", "/docs")])
def test_every_route_refuses_an_unknown_parameter(method: str, path: str) -> None:
    query_parameters.check(request(method, path, None))
    with pytest.raises(InvalidField, match="Unknown query parameter 'colour'") as caught:
        query_parameters.check(request(method, path, {"colour": "red"}))
    assert caught.value.field == "colour"


def test_a_misspelled_filter_is_refused_and_the_error_lists_the_parameters() -> None:
    with pytest.raises(InvalidField, match="limit, cursor, status, key, external_id"):
        query_parameters.check(request("GET", "/images", {"limit": "1", "Status": "ready"}))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_described_parameters_are_accepted(method: str) -> None:
    for operation in OPERATIONS:
        query = {parameter["name"]: "x" for parameter in operation.query}
        if operation.method == "get":
            query_parameters.check(request(method, operation.path, query))


@pytest.mark.parametrize(
    ("method", "path", "name"), [("DELETE", "/images/{image_id}", "erase"), ("GET", "/images", "status")]
)
def test_a_parameter_that_is_there_twice_is_refused(method: str, path: str, name: str) -> None:
    with pytest.raises(InvalidField, match=f"{name} is there twice") as caught:
        query_parameters.check(request(method, path, {name: "true"}, times=2))
    assert caught.value.field == name


def test_uppys_metadata_is_accepted_whatever_its_names() -> None:
    query_parameters.check(request("GET", "/s3/params", {"filename": "a", "metadata[na me]": "x"}))
    with pytest.raises(InvalidField):
        query_parameters.check(request("GET", "/s3/params", {"filename[a]": "x"}))
    with pytest.raises(InvalidField):
        query_parameters.check(request("GET", "/images", {"metadata[a]": "x"}))


def test_preflight_requests_may_have_any_parameter() -> None:
    query_parameters.check(request("OPTIONS", "/images", {"colour": "red"}))


def test_a_name_that_is_no_unicode_can_be_reported() -> None:
    with pytest.raises(InvalidField) as caught:
        query_parameters.check(request("GET", "/images", {chr(0xD800): ""}))
    assert caught.value.field == "?"
