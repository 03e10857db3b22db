"""The origins of the local distribution: the API, and the processed bucket of the emulated S3."""

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import urllib3
from botocore.exceptions import ClientError

from local.account import STAGE
from local.aws import CONNECTIONS

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
from collections.abc import Callable, Mapping

from msgspec import Struct


class Answer(Struct, frozen=True):
    """A response. `headers` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


Origin = Callable[[str, str], Answer]
"""Answers a request with this method and this path, which includes the query."""


# Longer than the API takes, which waits for renderings.
TIMEOUT_SECONDS = 60
# What belongs to one connection: https://www.rfc-editor.org/rfc/rfc9110.html#section-7.6.1
_OF_ONE_CONNECTION = frozenset({"connection", "keep-alive", "transfer-encoding", "date", "server"})


def api(url: str) -> Origin:
    """Return the API as an origin. Its paths begin with its stage, as in AWS, but not at this URL."""
    pool = urllib3.PoolManager(maxsize=CONNECTIONS, timeout=TIMEOUT_SECONDS, retries=False)

    def answer(method: str, target: str) -> Answer:
        try:
            response = pool.request(method, f"{url}{target.removeprefix(f'/{STAGE}')}")
        except urllib3.exceptions.HTTPError:
            # The API is starting again.
            return Answer(HTTPStatus.BAD_GATEWAY, {})
        return Answer(response.status, _kept(dict(response.headers.items())), response.data)

    return answer


def bucket(s3: "S3Client", name: str) -> Origin:
    """Return a bucket as an origin. The client signs requests, as the origin access control does."""

    def answer(method: str, target: str) -> Answer:
        key = unquote(urlsplit(target).path).removeprefix("/")
        try:
            if method == "HEAD":
                return _answer(s3.head_object(Bucket=name, Key=key)["ResponseMetadata"]["HTTPHeaders"])
            found = s3.get_object(Bucket=name, Key=key)
            return _answer(found["ResponseMetadata"]["HTTPHeaders"], found["Body"].read())
        except ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            # CloudFront may not list the bucket, so it does not learn that an object is missing.
            return Answer(HTTPStatus.FORBIDDEN if status == HTTPStatus.NOT_FOUND else status, {})

    return answer


def _answer(headers: dict[str, str], body: bytes = b"") -> Answer:
    return Answer(HTTPStatus.OK, _kept(headers), body)


def _kept(headers: dict[str, str]) -> dict[str, str]:
    lower = {name.lower(): value for name, value in headers.items()}
    return {name: value for name, value in lower.items() if name not in _OF_ONE_CONNECTION}
