"""The bucket with the releases and the presets of a stage."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from msgspec import Struct

from ops.cloudformation.parameters import Template
from ops.cloudformation.stacks import Report

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ObjectTypeDef

RELEASES = "releases/"
PRESETS = "presets.json"
# Another deployment may just have uploaded a release that no stack uses yet.
_UNUSED_RELEASE_AGE = timedelta(days=1)


class Artifacts(Struct, frozen=True):
    """The artifact bucket of a stage."""

    s3: "S3Client"
    bucket: str

    def template(self, prefix: str, name: str, version: str) -> Template:
        """Return a template of a release, which is of this version."""
        return Template(f"{self.s3.meta.endpoint_url}/{self.bucket}/{prefix}{name}", version)

    def text(self, prefix: str, name: str) -> str:
        """Return the text of a template of a release."""
        return self.s3.get_object(Bucket=self.bucket, Key=f"{prefix}{name}")["Body"].read().decode()

    def upload(self, files: Iterable[Path], prefix: str, report: Report) -> int:
        """Upload the files of a release that aren't there yet; return their number.

        The prefix depends on the contents, so an object with the same key has the same content.
        """
        existing = set(self._keys(prefix))
        missing = [file for file in files if f"{prefix}{file.name}" not in existing]
        for file in missing:
            report(file.name)
            with file.open("rb") as content:
                self.s3.put_object(Bucket=self.bucket, Key=f"{prefix}{file.name}", Body=content)
        return len(missing)

    def has(self, prefix: str, name: str) -> bool:
        """Return whether a release contains a file."""
        return f"{prefix}{name}" in self._keys(prefix)

    def package(self, prefix: str, architecture: str) -> bytes:
        """Return the package of a release for a processor architecture, which must exist."""
        (key,) = (key for key in self._keys(prefix) if key.endswith(f"-{architecture}.zip"))
        return self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()

    def architectures(self, prefix: str) -> list[str]:
        """Return the processor architectures for which a release has a package."""
        return [name.rpartition("-")[2] for name in self._packages(prefix)]

    def version(self, prefix: str) -> str:
        """Return the version of a release, which must have a package."""
        return next(self._packages(prefix)).removeprefix("darkroom-").rpartition("-")[0]

    def presets(self, version: str) -> bytes:
        """Return the content of a version of the presets file."""
        return self.s3.get_object(Bucket=self.bucket, Key=PRESETS, VersionId=version)["Body"].read()

    def stored_presets(self, content: bytes, version: str) -> str | None:
        """Return the version id of a presets file with this content: `version`, or else the latest."""
        for candidate in filter(None, (version, self._latest_presets())):
            if self._has_presets(content, candidate):
                return candidate
        return None

    def store_presets(self, content: bytes) -> str:
        """Store a presets file; return its version id."""
        return self.s3.put_object(Bucket=self.bucket, Key=PRESETS, Body=content)["VersionId"]

    def delete_releases(self, *, keep: Collection[str], now: datetime | None = None) -> int:
        """Delete releases other than those with these prefixes; return the number of deleted objects."""
        limit = (now or datetime.now(UTC)) - _UNUSED_RELEASE_AGE
        kept = tuple(filter(None, keep))
        old = [item["Key"] for item in self._objects(RELEASES) if item["LastModified"] < limit]
        deleted = [key for key in old if not key.startswith(kept)]
        for key in deleted:
            self.s3.delete_object(Bucket=self.bucket, Key=key)
        return len(deleted)

    def _packages(self, prefix: str) -> Iterator[str]:
        """Yield the names of a release's packages without `.zip`."""
        for key in self._keys(prefix):
            if key.endswith(".zip"):
                yield key.rpartition("/")[2].removesuffix(".zip")

    def _keys(self, prefix: str) -> Iterator[str]:
        return (item["Key"] for item in self._objects(prefix))

    def _objects(self, prefix: str) -> "Iterator[ObjectTypeDef]":
        for page in self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix):
            yield from page.get("Contents", ())

    def _latest_presets(self) -> str | None:
        try:
            return self.s3.head_object(Bucket=self.bucket, Key=PRESETS)["VersionId"]
        except ClientError as error:
            if error.response["Error"]["Code"] == "404":
                return None
            raise

    def _has_presets(self, content: bytes, version: str) -> bool:
        try:
            return self.presets(version) == content
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchVersion":
                return False
            raise
