"""Lambda's Invoke on this machine."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from moto.awslambda.exceptions import UnknownFunctionException
from moto.awslambda_simple.models import LambdaSimpleBackend
from moto.core.config import default_user_config

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

Answer = Callable[[str, dict[str, str]], bytes]
"""What a function does with the body of a request and the headers of its answer, to return the payload."""


def asynchronous(sqs: "SQSClient", events_url: str) -> Answer:
    """Let invocations join S3's events in their queue, and so their relay."""

    def enqueue(body: str, _headers: dict[str, str]) -> bytes:
        sqs.send_message(QueueUrl=events_url, MessageBody=body)
        return b""

    return enqueue


def accept_invocations(functions: Mapping[str, Answer]) -> None:
    """Let moto's Lambda have these functions, by their names, and no others."""

    def invoke(
        _backend: LambdaSimpleBackend,
        wanted: str,
        _qualifier: str | None,
        body: str,
        _headers: object,
        answer_headers: dict[str, str],
    ) -> bytes:
        if wanted not in functions:
            raise UnknownFunctionException(wanted)
        return functions[wanted](body, answer_headers)

    default_user_config["lambda"]["use_docker"] = False
    LambdaSimpleBackend.invoke = invoke  # type: ignore[assignment]  # moto leaves some of its types open
