"""Record the calls of the functions to AWS."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.model import OperationModel

from chalicelib.bootstrap import darkroom

# Operations of AWS, such as GetItem, and what each is about.
Calls = list[tuple[str, str | None]]


@contextmanager
def listening(event: str, listener: Callable[..., None]) -> Iterator[None]:
    """Call `listener` for an event of botocore in all clients that are created meanwhile."""
    # Clients inherit the event handlers of their session when they are created.
    boto3.setup_default_session()
    assert boto3.DEFAULT_SESSION is not None
    boto3.DEFAULT_SESSION.events.register(event, listener)
    yield
    boto3.setup_default_session()


@contextmanager
def recorded(about: Callable[[Mapping[str, Any]], str | None]) -> Iterator[Calls]:
    """Start the functions anew. Yields the list that their calls are added to, with what they are about."""
    made: Calls = []

    def record(params: Mapping[str, Any], model: OperationModel, **_: object) -> None:
        made.append((model.name, about(params)))

    with listening("provide-client-params", record):
        darkroom.cache_clear()
        yield made
        darkroom.cache_clear()
