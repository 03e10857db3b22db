"""Store rendered variants in the processed bucket."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.aws import object_metadata
from chalicelib.aws.bucket import Bucket
from chalicelib.aws.errors import translate_errors
from chalicelib.aws.urls import origin_of
from chalicelib.errors import ConfigurationError
from chalicelib.models import StoredOutput

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import PutObjectRequestTypeDef

# The object under a key never changes, so browsers and CDNs never need to revalidate it.
CACHE_CONTROL = "public, max-age=31536000, immutable"

# A response to HEAD has no body, so its status stands for the code. S3 denies access to a missing object if
# the caller may not list the bucket.
_NOT_THERE = frozenset({"404", "403"})

# The version id of objects that were stored while versioning was off or suspended.
_NO_VERSION = "null"

# How often a conditional write is repeated while another request for the same key is in progress:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
_CONFLICT_RETRIES = 3


class S3OutputStorage(Bucket):
    """Stores rendered variants on S3."""

    def __init__(self, client: "S3Client", bucket: str, *, url_of: Callable[[str], str]) -> None:
        super().__init__(client, bucket)
        self._url_of = url_of

    def put(
        self, key: str, content: bytes, *, content_type: str, disposition: str, cache_tag: str
    ) -> StoredOutput:
        """Store one output, cacheable forever. The result names the stored version."""
        with translate_errors("Storing a variant"):
            return self._put(self._request(key, content, content_type, disposition, cache_tag))

    def put_new(
        self, key: str, content: bytes, *, content_type: str, disposition: str, cache_tag: str
    ) -> StoredOutput | None:
        """Store one output unless its key has one, with a conditional write."""
        request = self._request(key, content, content_type, disposition, cache_tag)
        request["IfNoneMatch"] = "*"
        with translate_errors("Storing a variant on demand"):
            try:
                return self._put_despite_conflicts(request)
            except ClientError as error:
                if error.response["Error"]["Code"] == "PreconditionFailed":
                    return None
                raise

    def newest(self, key: str) -> StoredOutput | None:
        """Return the newest version of an output, or None."""
        with translate_errors("Looking for a variant"):
            try:
                response = self._client.head_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                if error.response["Error"]["Code"] in _NOT_THERE:
                    return None
                raise
        return StoredOutput(key=key, version_id=response.get("VersionId", _NO_VERSION))

    def check_versioning(self) -> None:
        """Check that the bucket is versioned. Raises ConfigurationError, ServiceUnavailable."""
        with translate_errors("Reading the versioning of the processed bucket"):
            status = self._client.get_bucket_versioning(Bucket=self._bucket).get("Status")
        if status != "Enabled":
            raise self._not_versioned()

    def list(self, prefix: str) -> Sequence[StoredOutput]:
        """Return all stored versions under the prefix."""
        paginator = self._client.get_paginator("list_object_versions")
        with translate_errors("Listing variants"):
            return [
                StoredOutput(key=version["Key"], version_id=version["VersionId"])
                for page in paginator.paginate(Bucket=self._bucket, Prefix=prefix)
                for version in page.get("Versions", ())
            ]

    def remove(self, outputs: Sequence[StoredOutput]) -> None:
        """Delete each version permanently. Versions that do not exist are ignored.

        Sends one request per version: DeleteObjects sends keys as XML, which cannot represent every key.
        """
        for output in outputs:
            with translate_errors("Removing a variant"):
                self._client.delete_object(Bucket=self._bucket, Key=output.key, VersionId=output.version_id)

    def url(self, key: str) -> str:
        """Return the URL of an output. Makes no request."""
        return self._url_of(key)

    def origin(self) -> str:
        """Return the origin of the outputs' URLs. Makes no request."""
        return origin_of(self.url("any"))

    def _request(
        self, key: str, content: bytes, content_type: str, disposition: str, cache_tag: str
    ) -> "PutObjectRequestTypeDef":
        return {
            "Bucket": self._bucket,
            "Key": key,
            "Body": content,
            "ContentType": content_type,
            "ContentDisposition": disposition,
            "CacheControl": CACHE_CONTROL,
            "Metadata": object_metadata.of_output(cache_tag),
        }

    def _put(self, request: "PutObjectRequestTypeDef") -> StoredOutput:
        version_id = self._client.put_object(**request).get("VersionId", _NO_VERSION)
        if version_id == _NO_VERSION:
            raise self._not_versioned()
        return StoredOutput(key=request["Key"], version_id=version_id)

    def _put_despite_conflicts(self, request: "PutObjectRequestTypeDef") -> StoredOutput:
        for _ in range(_CONFLICT_RETRIES):
            try:
                return self._put(request)
            except ClientError as error:
                if error.response["Error"]["Code"] != "ConditionalRequestConflict":
                    raise
        return self._put(request)

    def _not_versioned(self) -> ConfigurationError:
        # Otherwise a late cleanup could remove what another run has published in the meantime.
        return ConfigurationError(
            f"The bucket {self._bucket} (DEST_BUCKET) is not versioned; run `aws s3api put-bucket-versioning"
            f" --bucket {self._bucket} --versioning-configuration Status=Enabled`"
        )
