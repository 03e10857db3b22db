"""Servers that enforce upload policies as S3 does, which moto does not."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_AS_FUNCTIONS = Config(
    signature_version="s3v4", s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}
)


@dataclass(frozen=True)
class FormServer:
    """A running server with a versioned bucket, and the credentials of a user that may do anything."""

    url: str
    bucket: str
    key_id: str
    secret_key: str

    @property
    def client(self) -> "S3Client":
        return self.signer(self.secret_key)

    def signer(self, secret_key: str) -> "S3Client":
        """Return a client that signs with this secret."""
        return boto3.client(
            "s3",
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id=self.key_id,
            aws_secret_access_key=secret_key,
            config=_AS_FUNCTIONS,
        )
