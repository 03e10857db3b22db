"""Store image records in DynamoDB."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError
from msgspec.structs import replace

from chalicelib.aws import claims, cursors, edits, open_records, pages
from chalicelib.aws.errors import is_condition_failure, translate_errors, try_write
from chalicelib.aws.items import from_item, shards, to_item
from chalicelib.aws.table import Table
from chalicelib.errors import ImageErased, ServiceUnavailable
from chalicelib.models import Image, Lease, ListRequest, Page, Status

# Owners who change metadata of the same image at the same time could hold up its run.
_FINALIZE_TRIES = 5
# What is not the run's to write.
_KEPT = ("metadata", "metadata_revision", "unknown_fields")


class DynamoDBImageStore(Table):
    """Stores image records under the hash key `id`.

    Indexes: `ids_by_owner` (hash `owner`, range `created_at`) and `ids_by_owner_status` (hash `owner_status`,
    range `created_at`), which hold keys only, the latter of ready and failed records only; `by_open_shard`
    (hash `open_shard`, range `updated_at`), which holds open records only; and `by_owner_external_id` (hash
    `owner_external_id`, range `created_at`), which holds records with an external id only.
    """

    def create(self, image: Image) -> Image:
        """Write a new record, or return the one that is there, also if a retry finds its own.

        Raises ServiceUnavailable.
        """
        with translate_errors("Writing the record"):
            if self._put(image, edits.CREATION):
                return image
        stored = self.get(image.id)
        if stored is None:
            raise ServiceUnavailable(f"The record of {image.id} was removed just now")
        return stored

    def get(self, image_id: str) -> Image | None:
        """Return the record or None. The read is strongly consistent."""
        with translate_errors("Reading the record"):
            response = self._client.get_item(
                TableName=self._table, Key={"id": {"S": image_id}}, ConsistentRead=True
            )
        return from_item(response["Item"]) if "Item" in response else None

    def claim(self, fresh: Image, lease: Lease | None = None, *, is_attempt: bool = True) -> Image:
        """Claim the next revision. A retry of a call that succeeded skips a revision, which is harmless."""
        with translate_errors("Claiming the record"):
            try:
                response = self._client.update_item(
                    TableName=self._table,
                    Key={"id": {"S": fresh.id}},
                    UpdateExpression=claims.claim_update(fresh, lease),
                    ConditionExpression=claims.NOT_ERASING,
                    ExpressionAttributeNames=claims.NAMES,
                    ExpressionAttributeValues=claims.claim_values(fresh, lease, is_attempt=is_attempt),
                    ReturnValues="ALL_NEW",
                )
            except ClientError as error:
                if is_condition_failure(error):
                    raise ImageErased(f"The image {fresh.id!r} is being erased") from error
                raise
        return from_item(response["Attributes"])

    def claim_edited(self, edited: Image) -> Image | None:
        """Claim the next revision and write what the owner requests, if the revision is unchanged."""
        with translate_errors("Claiming the record"):
            attributes = self._update(edited.id, {**edits.edited_claim(edited), "ReturnValues": "ALL_NEW"})
        return from_item(attributes) if attributes is not None else None

    def set_metadata(self, image: Image) -> bool:
        """Replace the metadata if its revision is unchanged; return whether it was."""
        with translate_errors("Writing the metadata"):
            return self._update(image.id, edits.metadata_update(image)) is not None

    def defer(self, image: Image, now: datetime) -> None:
        """Set the status to `processing`, unless another run has changed the record."""
        with translate_errors("Deferring the event"):
            self._update(
                image.id,
                {
                    "UpdateExpression": claims.DEFER,
                    "ConditionExpression": claims.UNCHANGED,
                    "ExpressionAttributeNames": claims.NAMES,
                    "ExpressionAttributeValues": claims.defer_values(image, now),
                },
            )

    def finalize(self, image: Image, renew: Callable[[Image], Image] | None = None) -> Image | None:
        """Replace the record if its revision is unchanged; return it as written, or None.

        Raises ServiceUnavailable if its metadata changes again and again.
        """
        for _ in range(_FINALIZE_TRIES):
            if self._replace(image):
                return image
            current = self.get(image.id)
            if current is None or current.revision != image.revision:
                return None
            image = replace(image, **{name: getattr(current, name) for name in _KEPT})
            image = renew(image) if renew else image
        raise ServiceUnavailable("The record's metadata changes too often to finalize it")

    def _replace(self, image: Image) -> bool:
        with translate_errors("Finalizing the record"):
            return self._write(image, edits.finalize_condition(image))

    def supersede(self, image: Image) -> Image | None:
        """Replace the record with the next revision if its revision is unchanged; return it, or None."""
        newer = replace(image, revision=image.revision + 1)
        with translate_errors("Replacing the record"):
            return newer if self._write(newer, edits.supersede_condition(image)) else None

    def set_form_versions(self, image: Image) -> bool:
        """Replace the list if the revision is unchanged; return whether it was."""
        with translate_errors("Recording the use of the form"):
            return self._update(image.id, edits.form_update(image)) is not None

    def stuck(self, before: datetime, limit: int) -> Sequence[Image]:
        """Return open records last updated before this time. Queries every shard."""
        return self._oldest((*shards("open"), *shards("running")), before, limit)

    def deferred(self, before: datetime, limit: int) -> Sequence[Image]:
        """Return records deferred before this time. Queries every shard."""
        return self._oldest(shards("deferred"), before, limit)

    def list(self, owner: str, request: ListRequest) -> Page:
        """Return one page of the owner's records, newest first. It may be short."""
        return pages.read(self._client, self._table, owner, request)

    def cursor_after(self, image: Image) -> str:
        """Return the cursor that continues after this image. Makes no request."""
        return cursors.after(image)

    def _update(self, image_id: str, update: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Update a record; return the attributes that were asked for, or None if the condition fails."""
        key = {"id": {"S": image_id}}
        try:
            response = self._client.update_item(TableName=self._table, Key=key, **update)
        except ClientError as error:
            if is_condition_failure(error):
                return None
            raise
        return response.get("Attributes", {})

    def _write(self, image: Image, condition: edits.Condition) -> bool:
        """Replace the record on a condition; return whether it held."""
        if image.status is Status.DELETED:
            return self._put(image, condition)
        return self._update(image.id, {**edits.replacement(image, condition)}) is not None

    def _put(self, image: Image, condition: edits.Condition) -> bool:
        return try_write(self._client.put_item, TableName=self._table, Item=to_item(image), **condition)

    def _oldest(self, shards: Iterable[str], before: datetime, limit: int) -> Sequence[Image]:
        found = (open_records.oldest(self._client, self._table, shard, before, limit) for shard in shards)
        return open_records.take_turns((image for images in found for image in images.values()), limit)
