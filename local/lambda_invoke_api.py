"""Emulates Lambda's Invoke API."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from moto.awslambda.exceptions import UnknownFunctionException
from moto.awslambda_simple.models import LambdaSimpleBackend
from moto.core.config import default_user_config

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

Invoker = Callable[[str, dict[str, str]], bytes]
"""Runs a function: it gets the request body and the response headers, and returns the response payload."""


def asynchronous(sqs: "SQSClient", events_url: str) -> Invoker:
    """Return an invoker that sends invocations to the queue of S3 events, which the relay reads."""

    def enqueue(body: str, _headers: dict[str, str]) -> bytes:
        sqs.send_message(QueueUrl=events_url, MessageBody=body)
        return b""

    return enqueue


def accept_invocations(functions: Mapping[str, Invoker]) -> None:
    """Make these functions, by name, the only ones that moto's Lambda knows."""

    def invoke(
        _backend: LambdaSimpleBackend,
        name: str,
        _qualifier: str | None,
        body: str,
        _headers: object,
        response_headers: dict[str, str],
    ) -> bytes:
        if name not in functions:
            raise UnknownFunctionException(name)
        return functions[name](body, response_headers)

    default_user_config["lambda"]["use_docker"] = False
    LambdaSimpleBackend.invoke = invoke  # type: ignore[assignment]  # some of moto's types are missing
