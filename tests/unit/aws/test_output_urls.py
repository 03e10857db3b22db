"""The URLs of outputs, compared with those that botocore signs."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, parse_qsl, urlsplit

import boto3
import pytest
from botocore.auth import SIGV4_TIMESTAMP
from botocore.config import Config
from botocore.credentials import Credentials

from chalicelib.aws.output_urls import PresignedUrls, PublicUrls
from chalicelib.domain.signing_window import signing_time
from tests.fakes.clock import FakeClock

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

KEY = "images/a b,+%41/späße 😀~'\".jpg/0123/small.webp"
LIFETIME = 900


def s3(credentials: Credentials, endpoint_url: str | None = None) -> "S3Client":
    return boto3.client(
        "s3",
        "eu-central-1",
        aws_access_key_id=credentials.access_key,
        aws_secret_access_key=credentials.secret_key,
        aws_session_token=credentials.token,
        config=Config(
            signature_version="s3v4", s3={"addressing_style": "path" if endpoint_url else "virtual"}
        ),
        endpoint_url=endpoint_url,
    )


def urls(
    credentials: Credentials,
    clock: FakeClock,
    *,
    lifetime: int = LIFETIME,
    endpoint_url: str | None = None,
) -> PresignedUrls:
    return PresignedUrls(
        client=s3(credentials, endpoint_url),
        bucket="processed",
        credentials=credentials.get_frozen_credentials,
        lifetime=lifetime,
        signing_clock=lambda: signing_time(clock(), lifetime),
    )


def signed_at(url: str) -> datetime:
    [time] = parse_qs(urlsplit(url).query)["X-Amz-Date"]
    return datetime.strptime(time, SIGV4_TIMESTAMP).replace(tzinfo=UTC)


def in_any_order(url: str) -> tuple[str, list[tuple[str, str]]]:
    """Return a URL's address and its parameters, which botocore's two signers put in different orders."""
    address, _, query = url.partition("?")
    return address, sorted(parse_qsl(query, strict_parsing=True))


ONE = Credentials("AKIAONE", "secret one", "token+/=" * 40)
OTHER = Credentials("AKIAOTHER", "secret two")


@pytest.mark.parametrize("credentials", [ONE, OTHER])
@pytest.mark.parametrize("endpoint_url", [None, "http://127.0.0.1:9000"])
def test_the_url_is_the_one_that_botocore_signs_at_the_same_time(
    credentials: Credentials, endpoint_url: str | None
) -> None:
    params = {"Bucket": "processed", "Key": KEY, "ResponseCacheControl": "private, max-age=1"}
    expected = s3(credentials, endpoint_url).generate_presigned_url("get_object", Params=params, ExpiresIn=1)
    clock = FakeClock(signed_at(expected))
    url = urls(credentials, clock, lifetime=1, endpoint_url=endpoint_url)(KEY)
    assert in_any_order(url) == in_any_order(expected)


def test_the_url_stays_the_same_for_half_of_its_lifetime() -> None:
    clock = FakeClock()
    url_of = urls(ONE, clock)
    first = url_of(KEY)
    assert signed_at(first) == clock()
    clock.advance(timedelta(seconds=LIFETIME / 2, microseconds=-1))
    assert url_of(KEY) == first
    clock.advance(timedelta(microseconds=1))
    assert signed_at(url_of(KEY)) == clock()


@pytest.mark.parametrize("lifetime", [2, 3, 59, 60, LIFETIME, 604_800])
def test_a_url_lives_for_at_least_half_of_its_lifetime_and_never_longer_than_it(lifetime: int) -> None:
    clock = FakeClock()
    url_of = urls(ONE, clock, lifetime=lifetime)
    for _ in range(50):
        clock.advance(timedelta(seconds=lifetime / 7.3))
        rest = signed_at(url_of(KEY)) + timedelta(seconds=lifetime) - clock()
        assert timedelta(seconds=lifetime / 2) <= rest <= timedelta(seconds=lifetime)


def test_each_environment_signs_with_its_own_credentials() -> None:
    clock = FakeClock()
    assert urls(ONE, clock)(KEY) != urls(OTHER, clock)(KEY)
    assert signed_at(urls(ONE, clock)(KEY)) == signed_at(urls(OTHER, clock)(KEY))


def test_the_url_of_a_cdn_is_not_signed() -> None:
    url_of = PublicUrls("https://cdn.example/")
    assert url_of("images/a b+%.jpg/v/n.jpg") == "https://cdn.example/images/a%20b%2B%25.jpg/v/n.jpg"
