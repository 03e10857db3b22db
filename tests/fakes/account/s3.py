"""A fake S3 with versioned buckets and their notifications."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from botocore.exceptions import ClientError

from tests.fakes.account.errors import NoSuchResource, client_error, no_such
from tests.fakes.account.evaluation import REGION
from tests.fakes.account.paginators import FakePaginator

ENDPOINT = f"https://s3.{REGION}.amazonaws.com"
_VERSIONS_PER_PAGE = 4
# A carriage return is valid, but parsers read it as a line feed.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


@dataclass
class StoredVersion:
    """A version of an object, or a delete marker."""

    key: str
    id: str
    body: bytes
    modified: datetime
    is_marker: bool = False


@dataclass
class FakeBucket:
    """A bucket. `versions` are the newest last."""

    region: str = REGION
    versioning: str | None = "Enabled"
    versions: list[StoredVersion] = field(default_factory=list)
    notification: dict[str, Any] = field(default_factory=dict)


@dataclass
class FakeS3:
    """`now` is the time of new objects.

    `forbidden` are buckets of other accounts; those in `foreign` can be accessed.

    Uploads fail with `session_error`.
    """

    buckets: dict[str, FakeBucket] = field(default_factory=dict)
    now: datetime = datetime(2020, 6, 1, tzinfo=UTC)
    forbidden: set[str] = field(default_factory=set)
    foreign: set[str] = field(default_factory=set)
    session_error: ClientError | None = None

    def __post_init__(self) -> None:
        self.meta = SimpleNamespace(endpoint_url=ENDPOINT)
        self.exceptions = SimpleNamespace(NoSuchBucket=NoSuchResource)
        self._puts = 0

    def head_bucket(self, *, Bucket: str, ExpectedBucketOwner: str = "") -> dict[str, Any]:
        if Bucket in self.forbidden or (ExpectedBucketOwner and Bucket in self.foreign):
            raise client_error("403", "Forbidden", "HeadBucket")
        if Bucket not in self.buckets:
            raise client_error("404", "Not Found", "HeadBucket")
        return {"BucketRegion": self.buckets[Bucket].region}

    def get_bucket_versioning(self, *, Bucket: str) -> dict[str, Any]:
        status = self._bucket(Bucket).versioning
        return {"Status": status} if status else {}

    def get_bucket_notification_configuration(self, *, Bucket: str) -> dict[str, Any]:
        return {**self._bucket(Bucket).notification, "ResponseMetadata": {}}

    def put_bucket_notification_configuration(
        self, *, Bucket: str, NotificationConfiguration: Mapping[str, Any], SkipDestinationValidation: bool
    ) -> None:
        assert SkipDestinationValidation
        assert "ResponseMetadata" not in NotificationConfiguration
        self._bucket(Bucket).notification = dict(NotificationConfiguration)

    def delete_bucket(self, *, Bucket: str) -> None:
        if self._bucket(Bucket).versions:
            raise client_error("BucketNotEmpty", "The bucket you tried to delete is not empty")
        del self.buckets[Bucket]

    def put_object(self, *, Bucket: str, Key: str, Body: Any) -> dict[str, Any]:
        if self.session_error:
            raise self.session_error
        body = Body if isinstance(Body, bytes) else Body.read()
        version = StoredVersion(Key, self._new_id(), body, self.now)
        self._bucket(Bucket).versions.append(version)
        return {"VersionId": version.id}

    def get_object(self, *, Bucket: str, Key: str, VersionId: str | None = None) -> dict[str, Any]:
        for version in reversed(self._bucket(Bucket).versions):
            if version.key == Key and VersionId in {None, version.id}:
                return {"Body": BytesIO(version.body), "VersionId": version.id}
        raise client_error("NoSuchVersion", "The specified version does not exist", "GetObject")

    def head_object(self, *, Bucket: str, Key: str) -> dict[str, Any]:
        if Key not in self.objects(Bucket):
            raise client_error("404", "Not Found", "HeadObject")
        return {"VersionId": self.objects(Bucket)[Key].id}

    def delete_object(self, *, Bucket: str, Key: str, VersionId: str | None = None) -> None:
        bucket = self._bucket(Bucket)
        if VersionId is None:
            bucket.versions.append(StoredVersion(Key, self._new_id(), b"", self.now, is_marker=True))
        else:
            bucket.versions = [each for each in bucket.versions if (each.key, each.id) != (Key, VersionId)]

    def delete_objects(self, *, Bucket: str, Delete: Mapping[str, Any]) -> dict[str, Any]:
        if any(_NOT_IN_XML.search(each["Key"]) for each in Delete["Objects"]):
            raise client_error("MalformedXML", "The XML you provided was not well-formed", "DeleteObjects")
        for each in Delete["Objects"]:
            self.delete_object(Bucket=Bucket, **each)
        return {}

    def list_object_versions(self, *, Bucket: str) -> dict[str, Any]:
        page = self._bucket(Bucket).versions[-_VERSIONS_PER_PAGE:]
        listed = [(each.is_marker, {"Key": each.key, "VersionId": each.id}) for each in page]
        return {
            "Versions": [each for is_marker, each in listed if not is_marker],
            "DeleteMarkers": [each for is_marker, each in listed if is_marker],
        }

    def get_paginator(self, operation: str) -> FakePaginator:
        assert operation == "list_objects_v2"
        return FakePaginator("Contents", self._contents)

    def objects(self, bucket: str) -> dict[str, StoredVersion]:
        """Return the current version of each object by key."""
        latest = {each.key: each for each in self._bucket(bucket).versions}
        return {key: each for key, each in latest.items() if not each.is_marker}

    def _contents(self, *, Bucket: str, Prefix: str) -> list[dict[str, Any]]:
        objects = self.objects(Bucket).items()
        return [
            {"Key": key, "LastModified": each.modified} for key, each in objects if key.startswith(Prefix)
        ]

    def _new_id(self) -> str:
        self._puts += 1
        return f"v{self._puts}"

    def _bucket(self, name: str) -> FakeBucket:
        if name not in self.buckets:
            raise no_such("NoSuchBucket", "The specified bucket does not exist")
        return self.buckets[name]
