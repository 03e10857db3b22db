"""What CloudFront gets from an origin or a function, and sends to a viewer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """A response. `headers` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


Origin = Callable[[str, str], Answer]
"""Answers a request with this method and this path, which includes the query."""
