"""Measure the AWS calls of this process, with botocore's event hooks."""

from collections.abc import Callable
from typing import Any

import boto3
import botocore.session

from load.spans import Spans


def measure_calls(spans: Spans, name_of: Callable[[str], str]) -> botocore.session.Session:
    """Make each call a span, whose name is that of the operation, such as `GetItem`.

    Clients inherit the hooks of the returned session, which is boto3's default, at the time when they are
    created. So call this before.
    """

    def start(**event: Any) -> None:  # noqa: ANN401 - whatever botocore passes to handlers
        spans.start(name_of(event["model"].name))

    def end(**_: object) -> None:
        spans.end()

    session = botocore.session.get_session()
    session.register("provide-client-params", start)
    session.register("after-call", end)
    boto3.setup_default_session(botocore_session=session)
    return session
