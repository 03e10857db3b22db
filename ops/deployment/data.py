"""The buckets, tables and queues of a stack, with the data in them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from msgspec import Struct

from ops.cloudformation.clients import Clients
from ops.cloudformation.names import Stack
from ops.cloudformation.stacks import Report, Stacks
from ops.deployment.steps import StepFailed

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import ObjectIdentifierTypeDef

_GONE = ("NoSuchBucket", "ResourceNotFound", "NonExistentQueue", "QueueDoesNotExist")
# Control characters that XML 1.0 can't contain, so that DeleteObjects can't name such keys.
_NOT_IN_XML = frozenset({*map(chr, range(32)), "\ufffe", "\uffff"} - {"\t", "\n"})


class Data(Struct, frozen=True):
    """The data of one stack. Existing buckets that the stage only uses don't belong to it.

    `with_objects` is whether buckets are deleted with their objects.
    """

    clients: Clients
    stacks: Stacks
    stack: Stack
    with_objects: bool

    def filled_buckets(self) -> list[str]:
        """Return the buckets that contain objects or old versions of objects."""
        return [bucket for bucket in self._all("AWS::S3::Bucket") if any(self._first_versions(bucket))]

    def delete(self, report: Report) -> str:
        """Delete everything. Raises StepFailed."""
        deletions: tuple[tuple[str, Callable[[str], None]], ...] = (
            ("AWS::S3::Bucket", self._delete_bucket),
            ("AWS::DynamoDB::Table", self._delete_table),
            ("AWS::SQS::Queue", self._delete_queue),
        )
        found = [(delete, name) for kind, delete in deletions for name in self._all(kind)]
        for delete, name in found:
            report(name)
            _unless_gone(delete, name)
        return "deleted" if found else "not found"

    def empty(self, report: Report) -> str:
        """Delete the objects of buckets that are deleted with the stack. Raises StepFailed."""
        found = self._all("AWS::S3::Bucket")
        for bucket in found:
            report(bucket)
            self._empty_bucket(bucket)
        return "deleted" if found else "not found"

    def _all(self, kind: str) -> list[str]:
        return self.stacks.resources(self.stack, kind)

    def _delete_bucket(self, bucket: str) -> None:
        if self.with_objects:
            self._empty_bucket(bucket)
        try:
            self.clients.s3.delete_bucket(Bucket=bucket)
        except ClientError as error:
            if error.response["Error"]["Code"] == "BucketNotEmpty":
                raise StepFailed(f"{bucket} is not empty: an object was stored in the meantime") from error
            raise

    def _empty_bucket(self, bucket: str) -> None:
        while versions := self._first_versions(bucket):
            self._delete_versions(bucket, versions)

    def _delete_versions(self, bucket: str, versions: "list[ObjectIdentifierTypeDef]") -> None:
        unusual = [each for each in versions if not _NOT_IN_XML.isdisjoint(each["Key"])]
        for each in unusual:
            self.clients.s3.delete_object(Bucket=bucket, Key=each["Key"], VersionId=each["VersionId"])
        if usual := [each for each in versions if each not in unusual]:
            answer = self.clients.s3.delete_objects(Bucket=bucket, Delete={"Objects": usual, "Quiet": True})
            if errors := answer.get("Errors"):
                raise StepFailed(f"{bucket}: {errors[0].get('Key')}: {errors[0].get('Message')}")

    def _delete_table(self, table: str) -> None:
        described = self.clients.dynamodb.describe_table(TableName=table)["Table"]
        if described.get("TableStatus") == "DELETING":
            return
        if described.get("DeletionProtectionEnabled"):
            self.clients.dynamodb.update_table(TableName=table, DeletionProtectionEnabled=False)
            self.clients.dynamodb.get_waiter("table_exists").wait(TableName=table)
        self.clients.dynamodb.delete_table(TableName=table)

    def _delete_queue(self, queue: str) -> None:
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


def _unless_gone(delete: Callable[[str], None], name: str) -> None:
    try:
        delete(name)
    except ClientError as error:
        if not _is_gone(error):
            raise


def _is_gone(error: ClientError) -> bool:
    return any(code in error.response["Error"]["Code"] for code in _GONE)
