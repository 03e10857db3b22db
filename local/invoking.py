"""Lambda's Invoke on this machine: asynchronous calls join S3's events in their queue, and so their relay."""

from typing import TYPE_CHECKING

from moto.awslambda.exceptions import UnknownFunctionException
from moto.awslambda_simple.models import LambdaSimpleBackend
from moto.core.config import default_user_config

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


def accept_invocations(sqs: "SQSClient", events_url: str, name: str) -> None:
    """Let moto's Lambda queue what the function of this name is invoked with; there is no other function."""

    def invoke(
        _backend: LambdaSimpleBackend, wanted: str, _qualifier: str | None, body: str, *_: object
    ) -> bytes:
        if wanted != name:
            raise UnknownFunctionException(wanted)
        sqs.send_message(QueueUrl=events_url, MessageBody=body)
        return b""

    default_user_config["lambda"]["use_docker"] = False
    LambdaSimpleBackend.invoke = invoke  # type: ignore[assignment]  # the rest of its arguments are lumped together
