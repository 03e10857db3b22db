"""The description of the API."""

import re
from pathlib import Path
from typing import Any

import msgspec
from openapi_spec_validator import validate

from chalicelib.api.openapi import description

ROUTES = Path(__file__).parents[2] / "chalicelib" / "routes.py"
# What describes the API is no part of it, nor is the page for people.
UNDESCRIBED = {
    ("get", "/openapi.json"),
    ("get", "/docs"),
    ("get", "/docs/{version}/{name}"),
    ("get", "/"),
    ("get", "/web/{version}/{name}"),
}


def document() -> Any:
    return msgspec.json.decode(msgspec.json.encode(description()))


def test_it_is_valid_openapi() -> None:
    validate(document())


def test_every_route_is_described_and_nothing_else() -> None:
    routes = re.findall(r'@routes\.route\("(\S+)", methods=\["(\w+)"\]', ROUTES.read_text("utf-8"))
    served = {(method.lower(), path) for path, method in routes}
    described = {(method, path) for path, methods in document()["paths"].items() for method in methods}
    assert described == served - UNDESCRIBED


def test_what_is_required_of_an_upload_is_what_the_parser_requires() -> None:
    schema = document()["components"]["schemas"]["UploadRequest"]
    assert schema["required"] == ["filename"]
    assert schema["additionalProperties"] is False
