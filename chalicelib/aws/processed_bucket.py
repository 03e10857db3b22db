"""Store rendered variants in the processed bucket."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.aws import object_metadata
from chalicelib.aws.errors import is_missing_or_denied, translate_errors
from chalicelib.aws.urls import origin_of
from chalicelib.errors import ConfigurationError, ObjectNotFound, ServiceUnavailable
from chalicelib.models import StoredOutput

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import TagTypeDef

# The object under a key never changes, so browsers and CDNs never need to revalidate it.
CACHE_CONTROL = "public, max-age=31536000, immutable"

# The lifecycle rule in infra/storage.yaml deletes objects with this tag.
_RETIRED: "TagTypeDef" = {"Key": "darkroom", "Value": "retired"}


# The version id of objects that were stored while versioning was off or suspended.
_NO_VERSION = "null"


class S3OutputStorage:
    """Stores rendered variants on S3."""

    def __init__(self, client: "S3Client", bucket: str, *, url_of: Callable[[str], str]) -> None:
        self._client = client
        self._bucket = bucket
        self._url_of = url_of

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
        version_id = response.get("VersionId", _NO_VERSION)
        if version_id == _NO_VERSION:
            raise self._not_versioned()
        return StoredOutput(key=key, version_id=version_id)

    def has(self, key: str) -> bool:
        """Return whether the newest version of an output is stored and not retired.

        Reads the tags. HEAD would only omit their number if the role lacked the permission to read them.
        """
        with translate_errors("Looking for a variant"):
            try:
                tags = self._client.get_object_tagging(Bucket=self._bucket, Key=key)["TagSet"]
            except ClientError as error:
                if is_missing_or_denied(error):
                    return False
                raise
        return _RETIRED not in tags

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
                VersionId=output.version_id,
                Tagging={"TagSet": [_RETIRED]},
            )

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

    def _not_versioned(self) -> ConfigurationError:
        # Otherwise a late cleanup could retire or remove what another run has published in the meantime.
        return ConfigurationError(
            f"The bucket {self._bucket} (DEST_BUCKET) is not versioned; run `aws s3api put-bucket-versioning"
            f" --bucket {self._bucket} --versioning-configuration Status=Enabled`"
        )
