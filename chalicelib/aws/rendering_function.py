"""Invoke the function that renders on demand."""

from typing import TYPE_CHECKING

import msgspec
from botocore.exceptions import ClientError, ReadTimeoutError

from chalicelib.aws.errors import translate_errors
from chalicelib.errors import RenderingInProgress, ServiceUnavailable
from chalicelib.models import RenderingInput, RenderingOutput

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_lambda.type_defs import InvocationResponseTypeDef

# https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
_THROTTLED = frozenset({"TooManyRequestsException", "EC2ThrottledException"})
_CRASHED = RenderingOutput(
    outcome="failed", code="rendering_failed", detail="rendering takes more memory or time than there is"
)


class LambdaRenderingFunction:
    """Invokes the function synchronously. The client must wait for longer than the function can run."""

    def __init__(self, client: "LambdaClient", function: str) -> None:
        self._client = client
        self._function = function

    def invoke(self, request: RenderingInput) -> RenderingOutput:
        """Invoke the function once: a retry would render again what takes too long.

        Raises RenderingInProgress if Lambda throttles the function.
        """
        with translate_errors(f"Invoking {self._function}"):
            try:
                response = self._client.invoke(
                    FunctionName=self._function, Payload=msgspec.json.encode(request)
                )
                return _output(response)
            except ReadTimeoutError:
                return _CRASHED
            except ClientError as error:
                if error.response["Error"]["Code"] not in _THROTTLED:
                    raise
                raise RenderingInProgress("Too many variants are being rendered. Try again.") from error


def _output(response: "InvocationResponseTypeDef") -> RenderingOutput:
    payload = response["Payload"].read()
    if "FunctionError" not in response:
        return msgspec.json.decode(payload, type=RenderingOutput)
    # An unhandled error, also that of Lambda itself about the memory or the timeout. Only the start of the
    # function, which reads the presets, raises the one that a retry can help against.
    if ServiceUnavailable.__name__.encode() in payload:
        return RenderingOutput(outcome="unavailable", detail="the function could not read its presets")
    return _CRASHED
