"""Correlation ids of the different events."""

import json
from typing import Any

import pytest

from chalicelib.telemetry.correlation import correlation_id

S3 = {"Records": [{"s3": {}, "responseElements": {"x-amz-request-id": "put"}}]}
DEAD_LETTER = json.dumps({"requestContext": {"requestId": "failed-invocation"}})


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"requestContext": {"requestId": "request"}}, "request"),
        (S3, "put"),
        ({"Records": [{"body": DEAD_LETTER}]}, "failed-invocation"),
        ({"id": "tick", "detail-type": "Scheduled Event"}, "tick"),
    ],
)
def test_the_correlation_id_names_the_cause(event: dict[str, Any], expected: str) -> None:
    assert correlation_id(event) == expected


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"Records": []},
        {"Records": [{"s3": {}}]},
        {"Records": [{"body": "no JSON"}]},
        {"Records": [{"body": "[]"}]},
    ],
)
def test_an_event_without_an_id_has_no_correlation_id(event: dict[str, Any]) -> None:
    assert correlation_id(event) is None
