"""Parse the messages of the queue of images to erase. Pure."""

from collections.abc import Mapping
from typing import Any

import msgspec

from chalicelib.models import ErasureRequest


def from_queue(record: Mapping[str, Any]) -> ErasureRequest:
    """Parse one record of the SQS event that Lambda passes to the function."""
    return msgspec.json.decode(record["body"], type=ErasureRequest)
