"""Random requests generated from the OpenAPI document get no 500 and no undocumented response."""

from typing import Any

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CheckFunction
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    negative_data_rejection,
    positive_data_acceptance,
)

from chalicelib.api.openapi import description
from tests.e2e.conftest import RunningStack

# The schema accepts some filenames that S3 does not, and an empty body or cursor counts as none.
NOT_CHECKED: list[CheckFunction] = [positive_data_acceptance, negative_data_rejection]


def operations() -> dict[str, Any]:
    """Return the API's operations by method and path."""
    schema = schemathesis.openapi.from_dict(msgspec.json.decode(msgspec.json.encode(description())))
    return {
        result.ok().label: result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)
    }


OPERATIONS = operations()
VALID, INVALID = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
# Only a body or a query can be invalid: any text is accepted as an id.
CASES = [
    *((label, VALID) for label in OPERATIONS),
    ("POST /images", INVALID),
    ("GET /images", INVALID),
    ("PATCH /images/{image_id}", INVALID),
    ("POST /images/{image_id}/reprocess", INVALID),
    ("GET /s3/params", INVALID),
]


@pytest.mark.parametrize(("label", "mode"), CASES)
def test_every_response_matches_the_openapi_document(
    stack: RunningStack, label: str, mode: GenerationMode
) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(OPERATIONS[label].as_strategy(generation_mode=mode))
    def check(case: "schemathesis.Case[Any]") -> None:
        case.call_and_validate(base_url=stack.url, headers=stack.headers, excluded_checks=NOT_CHECKED)

    check()
