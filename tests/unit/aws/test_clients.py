"""What the clients send, and what they refuse to send."""

import zlib
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ClientError, ParamValidationError
from botocore.httpchecksum import AwsChunkedWrapper

from chalicelib import VERSION
from chalicelib.aws.clients import dynamodb_client, rendering_client, s3_client
from chalicelib.domain.deadline import RESERVE_MS
from chalicelib.domain.on_demand.lifetimes import RENDERING_TIMEOUT
from local.account import CREDENTIALS, REGION
from ops.templates.parameters import TIMEOUT

CONTENT = b"a variant"


class Body(BytesIO):
    """The body of a response, as urllib3 has it."""

    def stream(self, **_: object) -> Iterator[bytes]:
        yield self.read()


@pytest.fixture(autouse=True)
def _account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", CREDENTIALS)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", CREDENTIALS)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)


def requests_of(client: Any) -> list[AWSPreparedRequest]:
    """Answer every request with an empty success; the list receives the requests."""
    requests: list[AWSPreparedRequest] = []

    def answer(request: AWSPreparedRequest, **_: object) -> AWSResponse:
        requests.append(request)
        return AWSResponse(request.url, 200, HTTPHeaders(), Body())

    client.meta.events.register("before-send", answer)
    return requests


def headers_of(request: AWSPreparedRequest) -> dict[str, str]:
    encoded = request.headers.items()
    return {name.lower(): value if isinstance(value, str) else value.decode() for name, value in encoded}


def stored_variant() -> AWSPreparedRequest:
    client = s3_client(on_aws=True)
    requests = requests_of(client)
    client.put_object(Bucket="bucket", Key="key", Body=CONTENT)
    (request,) = requests
    return request


def test_a_stored_variant_is_protected_by_one_checksum() -> None:
    request = stored_variant()
    headers, body = headers_of(request), request.body
    assert isinstance(body, AwsChunkedWrapper)
    checksum = b64encode(zlib.crc32(CONTENT).to_bytes(4, "big")).decode()
    assert body.read().decode().split("\r\n")[-3:] == [f"x-amz-checksum-crc32:{checksum}", "", ""]
    assert headers["x-amz-trailer"] == "x-amz-checksum-crc32"
    assert {"content-md5", "x-amz-checksum-crc32"}.isdisjoint(headers)
    # With TLS, the signature does not hash the content as well.
    assert headers["x-amz-content-sha256"] == "STREAMING-UNSIGNED-PAYLOAD-TRAILER"


def test_a_variant_is_sent_without_asking_first() -> None:
    assert "expect" not in headers_of(stored_variant())


def test_calls_name_boto3_and_darkroom() -> None:
    client = dynamodb_client()
    requests = requests_of(client)
    client.get_item(TableName="table", Key={"id": {"S": "x"}})
    (request,) = requests
    product, name, *_ = headers_of(request)["user-agent"].split()
    assert (product.split("/")[0], name) == ("Boto3", f"darkroom/{VERSION}")


def test_an_empty_key_never_reaches_s3_which_would_take_it_for_the_bucket() -> None:
    client = s3_client(on_aws=True)
    requests = requests_of(client)
    with pytest.raises(ParamValidationError):
        client.delete_object(Bucket="bucket", Key="")
    assert requests == []


def test_a_rendering_on_demand_is_invoked_once_and_awaited_for_longer_than_it_can_take() -> None:
    client: Any = rendering_client()
    assert client.meta.config.read_timeout == RENDERING_TIMEOUT.total_seconds() + 1
    attempts = []

    def fail(request: AWSPreparedRequest, **_: object) -> AWSResponse:
        attempts.append(request)
        return AWSResponse(request.url, 503, HTTPHeaders(), Body())

    client.meta.events.register("before-send", fail)
    with pytest.raises(ClientError):
        client.invoke(FunctionName="render_on_demand")
    assert len(attempts) == 1


def test_a_request_to_s3_that_hangs_is_repeated_within_the_time_of_the_function() -> None:
    config: Any = s3_client(on_aws=True).meta.config
    attempts = config.retries["total_max_attempts"]
    pauses = 1 + 2  # as after throttling, which has the longest ones
    longest = attempts * (config.connect_timeout + config.read_timeout) + pauses
    assert longest < TIMEOUT - RESERVE_MS / 1000
