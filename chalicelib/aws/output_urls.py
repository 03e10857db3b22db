"""The URLs of stored outputs: a CDN's, or signed ones."""

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote

from botocore.auth import SIGV4_TIMESTAMP, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from msgspec import Struct

from chalicelib.ports import Clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from botocore.credentials import ReadOnlyCredentials
    from mypy_boto3_s3 import S3Client

_ANY_KEY = "v/any"


class PublicUrls(Struct, frozen=True):
    """URLs below the base URL of a CDN. They do not expire."""

    base_url: str

    def __call__(self, key: str) -> str:
        """Return the URL of an output."""
        return f"{self.base_url.rstrip('/')}/{quote(key)}"


class PresignedUrls(Struct, frozen=True, kw_only=True, dict=True):
    """URLs of S3 that expire `lifetime` seconds after the time that `signing_clock` returns."""

    client: "S3Client"
    bucket: str
    credentials: "Callable[[], ReadOnlyCredentials]"
    lifetime: int
    signing_clock: Clock

    def __call__(self, key: str) -> str:
        """Return the URL of an output. Makes no request."""
        request = AWSRequest(
            method="GET",
            url=f"{self._base_url}{quote(key, safe='/~')}",
            # Replaces the stored header, which is for CDNs and longer than the URL's life.
            params={"response-cache-control": f"private, max-age={self.lifetime}"},
        )
        _TimedAuth(
            self.credentials(),
            self.client.meta.region_name,
            signed_at=self.signing_clock(),
            expires=self.lifetime,
        ).add_auth(request)
        return str(request.url)

    @cached_property
    def _base_url(self) -> str:
        """The URL of the bucket, which depends on the endpoint and on the bucket's name."""
        params = {"Bucket": self.bucket, "Key": _ANY_KEY}
        url = self.client.generate_presigned_url("get_object", Params=params)
        return url.partition("?")[0].removesuffix(_ANY_KEY)


class _TimedAuth(S3SigV4QueryAuth):
    """Signs with a given time instead of the current one."""

    def __init__(
        self, credentials: "ReadOnlyCredentials", region: str, *, signed_at: datetime, expires: int
    ) -> None:
        super().__init__(credentials, "s3", region, expires=expires)
        self._signed_at = signed_at

    def _modify_request_before_signing(self, request: AWSRequest) -> None:
        # botocore has just set it to the current time.
        request.context["timestamp"] = self._signed_at.strftime(SIGV4_TIMESTAMP)
        super()._modify_request_before_signing(request)  # type: ignore[misc] # not in the stubs
