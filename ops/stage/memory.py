"""Keeps Chalice's note of what it has deployed in the upload bucket, which nobody else reads.

Without that note Chalice would make a second API beside the first, from another checkout or in CI.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_NONE = frozenset({"NoSuchKey", "NoSuchBucket"})


@dataclass(frozen=True)
class Memory:
    """One stage's note; its key lies outside of every folder that is processed."""

    client: "S3Client"
    bucket: str
    stage: str

    @property
    def key(self) -> str:
        """Where the note lies."""
        return f"darkroom-deployments/{self.stage}.json"

    def recall(self, path: Path) -> None:
        """Write the kept note, if there is one; it is newer than what lies here, or the same."""
        try:
            note = self.client.get_object(Bucket=self.bucket, Key=self.key)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] not in _NONE:
                raise
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(note)

    def keep(self, path: Path) -> None:
        """Store the note."""
        self.client.put_object(Bucket=self.bucket, Key=self.key, Body=path.read_bytes())

    def forget(self) -> None:
        """Remove the note; none is no error."""
        self.client.delete_object(Bucket=self.bucket, Key=self.key)
