"""Parse the messages of the queue of invalidation requests. Pure."""

from collections.abc import Mapping
from typing import Any

import msgspec

from chalicelib.models import InvalidationRequest


def from_queue(record: Mapping[str, Any]) -> InvalidationRequest:
    """Parse one record of the SQS event that Lambda passes to the function."""
    return msgspec.json.decode(record["body"], type=InvalidationRequest)
