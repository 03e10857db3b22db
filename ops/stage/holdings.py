"""The data of a stage: what its stack has made, and would keep when it goes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from ops.stage.clients import Clients
from ops.stage.names import Stack
from ops.stage.stacks import Stacks
from ops.stage.steps import StepFailed, Tell

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import ObjectIdentifierTypeDef

_GONE = ("NoSuchBucket", "ResourceNotFound", "NonExistentQueue", "QueueDoesNotExist")


@dataclass(frozen=True)
class Holdings:
    """Buckets, tables and queues of one stack. Buckets that were there before it are not among them."""

    clients: Clients
    stacks: Stacks
    stack: Stack

    def filled_buckets(self, beside: str) -> list[str]:
        """Return the buckets that hold anything beside that key, be it an old version."""
        return [
            bucket
            for bucket in self._all("AWS::S3::Bucket")
            if any(version["Key"] != beside for version in self._first_versions(bucket))
        ]

    def remove(self, tell: Tell) -> str:
        """Delete all with what they hold; what is gone already is no error. Raises StepFailed."""
        removals: tuple[tuple[str, Callable[[str], None]], ...] = (
            ("AWS::S3::Bucket", self._remove_bucket),
            ("AWS::DynamoDB::Table", self._remove_table),
            ("AWS::SQS::Queue", self._remove_queue),
        )
        for kind, removal in removals:
            for name in self._all(kind):
                tell(name)
                _unless_gone(removal, name)
        return "deleted"

    def _all(self, kind: str) -> list[str]:
        return self.stacks.resources(self.stack, kind)

    def _remove_bucket(self, bucket: str) -> None:
        while versions := self._first_versions(bucket):
            answer = self.clients.s3.delete_objects(
                Bucket=bucket, Delete={"Objects": versions, "Quiet": True}
            )
            if errors := answer.get("Errors"):
                raise StepFailed(f"{bucket}: {errors[0].get('Key')}: {errors[0].get('Message')}")
        self.clients.s3.delete_bucket(Bucket=bucket)

    def _remove_table(self, table: str) -> None:
        described = self.clients.dynamodb.describe_table(TableName=table)["Table"]
        if described.get("DeletionProtectionEnabled"):
            self.clients.dynamodb.update_table(TableName=table, DeletionProtectionEnabled=False)
            self.clients.dynamodb.get_waiter("table_exists").wait(TableName=table)
        self.clients.dynamodb.delete_table(TableName=table)

    def _remove_queue(self, queue: str) -> None:
        self.clients.sqs.delete_queue(QueueUrl=queue)

    def _first_versions(self, bucket: str) -> "list[ObjectIdentifierTypeDef]":
        """Return up to a thousand versions and delete markers; none if the bucket is gone."""
        try:
            page = self.clients.s3.list_object_versions(Bucket=bucket)
        except ClientError as error:
            if _is_gone(error):
                return []
            raise
        found = (*page.get("Versions", ()), *page.get("DeleteMarkers", ()))
        return [{"Key": each["Key"], "VersionId": each["VersionId"]} for each in found]


def _unless_gone(removal: Callable[[str], None], name: str) -> None:
    try:
        removal(name)
    except ClientError as error:
        if not _is_gone(error):
            raise


def _is_gone(error: ClientError) -> bool:
    return any(code in error.response["Error"]["Code"] for code in _GONE)
