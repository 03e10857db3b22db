"""List and remove all versions of objects on S3."""

from collections.abc import Iterator, Sequence

from botocore.exceptions import ClientError

from chalicelib.aws.bucket import Bucket
from chalicelib.aws.errors import translate_errors
from chalicelib.models import Lock, ObjectVersion


class S3ObjectVersions(Bucket):
    """The versions in one bucket. Without versioning, the only version of an object has the id `null`."""

    def pages(self, prefix: str) -> Iterator[Sequence[ObjectVersion]]:
        """Yield pages of versions and delete markers, each from one request."""
        paginator = self._client.get_paginator("list_object_versions")
        with translate_errors("Listing versions"):
            for page in paginator.paginate(Bucket=self._bucket, Prefix=prefix):
                versions = [(each["Key"], each["VersionId"]) for each in page.get("Versions", ())]
                markers = [(each["Key"], each["VersionId"]) for each in page.get("DeleteMarkers", ())]
                yield [ObjectVersion(key=key, version_id=id_) for key, id_ in versions + markers]

    def remove(self, version: ObjectVersion) -> Lock | None:
        """Delete the version permanently. If S3 denies that, look for a lock.

        Sends one request per version: DeleteObjects sends keys as XML, which cannot represent every key.
        """
        with translate_errors("Erasing a version"):
            try:
                self._client.delete_object(Bucket=self._bucket, Key=version.key, VersionId=version.version_id)
            except ClientError as error:
                lock = self._lock(version) if error.response["Error"]["Code"] == "AccessDenied" else None
                if lock is None:
                    raise
                return lock
        return None

    def hide(self, key: str) -> None:
        """Put a delete marker over the locked versions, which is always allowed."""
        with translate_errors("Hiding a locked object"):
            self._client.delete_object(Bucket=self._bucket, Key=key)

    def _lock(self, version: ObjectVersion) -> Lock | None:
        """Return the version's lock. HEAD tells it to roles that may read retentions and legal holds."""
        head = self._client.head_object(Bucket=self._bucket, Key=version.key, VersionId=version.version_id)
        if head.get("ObjectLockLegalHoldStatus") == "ON":
            return Lock(until=None)
        return Lock(until=head["ObjectLockRetainUntilDate"]) if "ObjectLockMode" in head else None
