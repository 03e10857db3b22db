"""The part of boto3's client for SSM that is used here."""

from collections.abc import Mapping
from typing import Any, Protocol


class ParameterStore(Protocol):
    """SSM's Parameter Store."""

    def get_parameter(self, **request: object) -> Mapping[str, Any]:
        """Return a parameter."""
