"""Which id ties log lines together."""

import json
from typing import Any

import pytest

from chalicelib.telemetry.correlation import correlation_id

S3 = {"Records": [{"s3": {}, "responseElements": {"x-amz-request-id": "put"}}]}
DEAD_LETTER = json.dumps({"requestContext": {"requestId": "given-up"}})


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"requestContext": {"requestId": "request"}}, "request"),
        (S3, "put"),
        ({"Records": [{"body": DEAD_LETTER}]}, "given-up"),
        ({"id": "tick", "detail-type": "Scheduled Event"}, "tick"),
    ],
)
def test_an_event_names_what_set_it_off(event: dict[str, Any], expected: str) -> None:
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
def test_an_event_that_does_not_say_has_none(event: dict[str, Any]) -> None:
    assert correlation_id(event) is None
