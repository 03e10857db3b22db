"""Contract of RenderingFunction, for the fake and the adapter of Lambda, and the latter's errors."""

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError
from botocore.stub import Stubber

from chalicelib.aws.rendering_function import LambdaRenderingFunction
from chalicelib.errors import RenderingInProgress, ServiceUnavailable
from chalicelib.models import RenderingInput, RenderingOutput
from chalicelib.ports import RenderingFunction
from local.account import CREDENTIALS, REGION
from local.lambda_invoke_api import accept_invocations
from local.resources import upload_function
from tests.conftest import Aws
from tests.fakes import FakeRenderingFunction

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

NAME = "darkroom-test-render_on_demand"
REQUEST = RenderingInput(image_id="x" * 28, version="0123456789ab", file="w_640.webp")
EVENT = {"image_id": "x" * 28, "version": "0123456789ab", "file": "w_640.webp"}
CRASHED = RenderingOutput(
    outcome="failed", code="rendering_failed", detail="rendering takes more memory or time than there is"
)

Handler = Callable[[str, dict[str, str]], bytes]
Accept = Callable[[Handler], LambdaRenderingFunction]


@pytest.fixture
def client(aws: Aws) -> "LambdaClient":
    return boto3.client(
        "lambda",
        endpoint_url=aws.environment["AWS_ENDPOINT_URL"],
        region_name=REGION,
        aws_access_key_id=CREDENTIALS,
        aws_secret_access_key=CREDENTIALS,
    )


@pytest.fixture
def accept(aws: Aws, client: "LambdaClient") -> Iterator[Accept]:
    """Return a function that lets moto's Lambda run a handler, and returns the adapter."""
    others = upload_function(aws.clients, aws.resources)

    def accept(handler: Handler) -> LambdaRenderingFunction:
        accept_invocations({**others, NAME: handler})
        return LambdaRenderingFunction(client, NAME)

    yield accept
    accept_invocations(others)


OUTPUTS = [
    RenderingOutput(outcome="stored"),
    RenderingOutput(outcome="failed", code="corrupt_image", detail="größer als „erwartet“"),
]


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.outcome)
@pytest.mark.parametrize("kind", ["fake", "moto"])
def test_the_output_is_that_of_the_function(accept: Accept, kind: str, output: RenderingOutput) -> None:
    received: list[object] = []

    def handler(body: str, _headers: dict[str, str]) -> bytes:
        received.append(json.loads(body))
        text = {"outcome": output.outcome, "code": output.code, "detail": output.detail}
        return json.dumps({name: value for name, value in text.items() if value}).encode()

    function: RenderingFunction = FakeRenderingFunction(lambda _request: output)
    if kind == "moto":
        function = accept(handler)
    assert function.invoke(REQUEST) == output
    assert received == ([EVENT] if kind == "moto" else [])


def test_an_unhandled_error_of_the_function_is_a_failure(accept: Accept) -> None:
    def handler(_body: str, headers: dict[str, str]) -> bytes:
        headers["x-amz-function-error"] = "Unhandled"
        return b'{"errorMessage": "RequestId: 1 Error: Runtime exited with error: signal: killed"}'

    assert accept(handler).invoke(REQUEST) == CRASHED


def test_a_function_that_cannot_read_its_presets_is_unavailable(accept: Accept) -> None:
    def handler(_body: str, headers: dict[str, str]) -> bytes:
        headers["x-amz-function-error"] = "Unhandled"
        return b'{"errorMessage": "Reading the presets: timed out", "errorType": "ServiceUnavailable"}'

    assert accept(handler).invoke(REQUEST).outcome == "unavailable"


def test_a_function_that_does_not_end_in_time_is_a_failure(client: "LambdaClient") -> None:
    raise_before_sending(client, ReadTimeoutError(endpoint_url="https://lambda"))
    assert LambdaRenderingFunction(client, NAME).invoke(REQUEST) == CRASHED


def test_a_connection_that_fails_is_no_failure_of_the_function(client: "LambdaClient") -> None:
    raise_before_sending(client, ConnectTimeoutError(endpoint_url="https://lambda"))
    with pytest.raises(ServiceUnavailable, match=f"Invoking {NAME}: Connect timeout"):
        LambdaRenderingFunction(client, NAME).invoke(REQUEST)


@pytest.mark.parametrize("code", ["TooManyRequestsException", "EC2ThrottledException"])
def test_without_free_capacity_callers_have_to_try_again(client: "LambdaClient", code: str) -> None:
    with Stubber(client) as stub:
        stub.add_client_error("invoke", code, "Rate Exceeded.")
        with pytest.raises(RenderingInProgress, match="Too many variants are being rendered"):
            LambdaRenderingFunction(client, NAME).invoke(REQUEST)


def test_a_missing_permission_is_no_failure_of_the_function(client: "LambdaClient") -> None:
    with Stubber(client) as stub:
        stub.add_client_error("invoke", "AccessDeniedException", "no")
        with pytest.raises(ServiceUnavailable, match=f"Invoking {NAME}"):
            LambdaRenderingFunction(client, NAME).invoke(REQUEST)


def raise_before_sending(client: "LambdaClient", error: Exception) -> None:
    def fail(**_: object) -> None:
        raise error

    client.meta.events.register("before-send", fail)
