"""The processed bucket, on S3."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from chalicelib.aws import object_metadata
from chalicelib.aws.errors import translated
from chalicelib.aws.urls import origin_of
from chalicelib.errors import ObjectNotFound, ServiceUnavailable
from chalicelib.models import StoredOutput

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import TagTypeDef

# Keys are immutable, so a browser or a CDN need never ask again.
CACHE_CONTROL = "public, max-age=31536000, immutable"

# The bucket's lifecycle rule looks for this tag: infra/storage.yaml.
_RETIRED: "TagTypeDef" = {"Key": "darkroom", "Value": "retired"}


class S3OutputStorage:
    """Rendered variants."""

    def __init__(
        self, client: "S3Client", bucket: str, *, url_expires: int, public_base_url: str | None
    ) -> None:
        self._client = client
        self._bucket = bucket
        self._url_expires = url_expires
        self._public_base_url = public_base_url

    def put(self, key: str, content: bytes, *, content_type: str, disposition: str) -> StoredOutput:
        """PUT one output, cacheable for ever."""
        with translated("Storing a variant"):
            response = self._client.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=content,
                ContentType=content_type,
                ContentDisposition=disposition,
                CacheControl=CACHE_CONTROL,
                Metadata=object_metadata.OUTPUT,
            )
        return StoredOutput(key=key, version_id=response.get("VersionId"))

    def list(self, prefix: str) -> Sequence[StoredOutput]:
        """List all stored versions below the prefix, page by page."""
        paginator = self._client.get_paginator("list_object_versions")
        with translated("Listing variants"):
            return [
                StoredOutput(key=version["Key"], version_id=version["VersionId"])
                for page in paginator.paginate(Bucket=self._bucket, Prefix=prefix)
                for version in page.get("Versions", ())
            ]

    def retire(self, outputs: Sequence[StoredOutput]) -> None:
        """Tag each version for the lifecycle rule.

        One that is gone counts as a fault that passes: whoever tries again lists anew.
        """
        for output in outputs:
            try:
                self._tag(output)
            except ObjectNotFound as error:
                raise ServiceUnavailable(str(error)) from error

    def _tag(self, output: StoredOutput) -> None:
        with translated("Retiring a variant"):
            self._client.put_object_tagging(
                Bucket=self._bucket,
                Key=output.key,
                VersionId=_version_id(output),
                Tagging={"TagSet": [_RETIRED]},
            )

    def remove(self, outputs: Sequence[StoredOutput]) -> None:
        """Delete each version for good. One that is gone already is no error.

        One request each: DeleteObjects takes keys as XML, which cannot hold every key.
        """
        for output in outputs:
            with translated("Removing a variant"):
                self._client.delete_object(Bucket=self._bucket, Key=output.key, VersionId=_version_id(output))

    def url(self, key: str) -> str:
        """Return the CDN's URL, or sign one. Makes no request."""
        if self._public_base_url:
            return f"{self._public_base_url.rstrip('/')}/{quote(key)}"
        return self._client.generate_presigned_url(
            "get_object", Params={"Bucket": self._bucket, "Key": key}, ExpiresIn=self._url_expires
        )

    def origin(self) -> str:
        """Take it from a URL. Makes no request."""
        return origin_of(self.url("any"))


def _version_id(output: StoredOutput) -> str:
    # An object of a bucket without versioning is addressed by the word `null`.
    return output.version_id or "null"
