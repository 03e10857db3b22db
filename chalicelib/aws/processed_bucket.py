"""Store rendered variants in the processed bucket."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from chalicelib.aws import object_metadata
from chalicelib.aws.errors import translate_errors
from chalicelib.aws.urls import origin_of
from chalicelib.errors import ObjectNotFound, ServiceUnavailable
from chalicelib.models import StoredOutput

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import TagTypeDef

# The object under a key never changes, so browsers and CDNs never need to revalidate it.
CACHE_CONTROL = "public, max-age=31536000, immutable"

# The lifecycle rule in infra/storage.yaml deletes objects with this tag.
_RETIRED: "TagTypeDef" = {"Key": "darkroom", "Value": "retired"}


class S3OutputStorage:
    """Stores rendered variants on S3."""

    def __init__(
        self, client: "S3Client", bucket: str, *, url_expires: int, public_base_url: str | None
    ) -> None:
        self._client = client
        self._bucket = bucket
        self._url_expires = url_expires
        self._public_base_url = public_base_url

    def put(
        self, key: str, content: bytes, *, content_type: str, disposition: str, cache_tag: str
    ) -> StoredOutput:
        """Store one output, cacheable forever. The result names the stored version."""
        with translate_errors("Storing a variant"):
            response = self._client.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=content,
                ContentType=content_type,
                ContentDisposition=disposition,
                CacheControl=CACHE_CONTROL,
                Metadata=object_metadata.of_output(cache_tag),
            )
        return StoredOutput(key=key, version_id=response.get("VersionId"))

    def list(self, prefix: str) -> Sequence[StoredOutput]:
        """Return all stored versions under the prefix."""
        paginator = self._client.get_paginator("list_object_versions")
        with translate_errors("Listing variants"):
            return [
                StoredOutput(key=version["Key"], version_id=version["VersionId"])
                for page in paginator.paginate(Bucket=self._bucket, Prefix=prefix)
                for version in page.get("Versions", ())
            ]

    def retire(self, outputs: Sequence[StoredOutput]) -> None:
        """Tag each version for deletion by the lifecycle rule.

        Raises ServiceUnavailable if a version does not exist: a retry lists the versions again.
        """
        for output in outputs:
            try:
                self._tag(output)
            except ObjectNotFound as error:
                raise ServiceUnavailable(str(error)) from error

    def _tag(self, output: StoredOutput) -> None:
        with translate_errors("Retiring a variant"):
            self._client.put_object_tagging(
                Bucket=self._bucket,
                Key=output.key,
                VersionId=_version_id(output),
                Tagging={"TagSet": [_RETIRED]},
            )

    def remove(self, outputs: Sequence[StoredOutput]) -> None:
        """Delete each version permanently. Versions that do not exist are ignored.

        Sends one request per version: DeleteObjects sends keys as XML, which cannot represent every key.
        """
        for output in outputs:
            with translate_errors("Removing a variant"):
                self._client.delete_object(Bucket=self._bucket, Key=output.key, VersionId=_version_id(output))

    def url(self, key: str) -> str:
        """Return the CDN's URL if there is a CDN, otherwise a signed URL. Makes no request."""
        if self._public_base_url:
            return f"{self._public_base_url.rstrip('/')}/{quote(key)}"
        return self._client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": key,
                # Replaces the stored header, which is for CDNs and longer than the URL's life.
                "ResponseCacheControl": f"private, max-age={self._url_expires}",
            },
            ExpiresIn=self._url_expires,
        )

    def origin(self) -> str:
        """Return the origin of the outputs' URLs. Makes no request."""
        return origin_of(self.url("any"))


def _version_id(output: StoredOutput) -> str:
    # In a bucket without versioning, the version id of every object is the string `null`.
    return output.version_id or "null"
