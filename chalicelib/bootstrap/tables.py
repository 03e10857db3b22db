"""Wire the adapters of the image table."""

import secrets
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.bootstrap.loading import without_collection
from chalicelib.bootstrap.observability import WithObservability
from chalicelib.records.object_records import ObjectRecords

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from chalicelib.aws.bulk_reads import DynamoDBBulkReader
    from chalicelib.aws.due_items import DynamoDBDueItems
    from chalicelib.aws.dynamodb import DynamoDBImageStore
    from chalicelib.aws.leases import DynamoDBLeases
    from chalicelib.aws.owner_items import DynamoDBOwnerItems
    from chalicelib.aws.rendering_usage import DynamoDBRenderingUsage
    from chalicelib.aws.retention_policies import DynamoDBRetentionPolicies
    from chalicelib.aws.retirements import DynamoDBRetirementStore
    from chalicelib.aws.stored_secret import DynamoDBSecret
    from chalicelib.aws.usage import DynamoDBUsageStore


class Tables(WithObservability):
    """The adapters of one deployment that use its image table."""

    @cached_property
    def store(self) -> "DynamoDBImageStore":
        """The table of image records."""
        from chalicelib.aws.dynamodb import DynamoDBImageStore

        return DynamoDBImageStore(self._dynamodb, self.settings.images_table)

    @cached_property
    def leases(self) -> "DynamoDBLeases":
        """The leases of running work."""
        from chalicelib.aws.leases import DynamoDBLeases

        return DynamoDBLeases(self._dynamodb, self.settings.images_table)

    @cached_property
    def retired(self) -> "DynamoDBRetirementStore":
        """The retired outputs of each image."""
        from chalicelib.aws.retirements import DynamoDBRetirementStore

        return DynamoDBRetirementStore(self._dynamodb, self.settings.images_table)

    @cached_property
    def due_items(self) -> "DynamoDBDueItems":
        """What is due."""
        from chalicelib.aws.due_items import DynamoDBDueItems

        return DynamoDBDueItems(self._dynamodb, self.settings.images_table)

    @cached_property
    def records(self) -> ObjectRecords:
        """Finds the records of objects."""
        return ObjectRecords(
            upload_prefix=self.settings.upload_prefix, store=self.store, secret=lambda: self._image_id_secret
        )

    @cached_property
    def retention_policies(self) -> "DynamoDBRetentionPolicies":
        """For how long owners' images are kept."""
        from chalicelib.aws.retention_policies import DynamoDBRetentionPolicies

        return DynamoDBRetentionPolicies(self._dynamodb, self.settings.images_table)

    @cached_property
    def owner_items(self) -> "DynamoDBOwnerItems":
        """Everything that belongs to one owner, for commands."""
        from chalicelib.aws.owner_items import DynamoDBOwnerItems

        return DynamoDBOwnerItems(self._dynamodb, self.settings.images_table)

    @cached_property
    def usage(self) -> "DynamoDBUsageStore":
        """The usage counters for quotas."""
        from chalicelib.aws.usage import DynamoDBUsageStore

        return DynamoDBUsageStore(self._dynamodb, self.settings.images_table)

    @cached_property
    def rendering_usage(self) -> "DynamoDBRenderingUsage":
        """The counters of renderings on demand."""
        from chalicelib.aws.rendering_usage import DynamoDBRenderingUsage

        return DynamoDBRenderingUsage(self._dynamodb, self.settings.images_table)

    @cached_property
    def bulk_reader(self) -> "DynamoDBBulkReader":
        """Bulk reads of image records, for commands."""
        from chalicelib.aws.bulk_reads import DynamoDBBulkReader

        return DynamoDBBulkReader(self._dynamodb, self.settings.images_table)

    @cached_property
    def _image_id_secret(self) -> bytes:
        return self._secret("image-ids").read()

    @cached_property
    def _idempotency_secret(self) -> bytes:
        return self._secret("idempotency-keys").read()

    @cached_property
    def status_secret(self) -> "DynamoDBSecret":
        """The secret that signs the keys of status URLs."""
        return self._secret("status-keys")

    def _secret(self, name: str) -> "DynamoDBSecret":
        from chalicelib.aws.stored_secret import DynamoDBSecret

        return DynamoDBSecret(self._dynamodb, self.settings.images_table, name, secrets.token_bytes)

    @cached_property
    @without_collection()
    def _dynamodb(self) -> "DynamoDBClient":
        from chalicelib.aws.clients import dynamodb_client

        return dynamodb_client()
