"""Change objects, records and queues; each change returns the event that AWS would send about it."""

import io
import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from PIL import Image

from chalicelib.aws.retirements import DynamoDBRetirementStore
from chalicelib.models import RetiredOutput, Source, StoredOutput
from local.event_formats import sqs_event
from tests import leases
from tests.conftest import PREFIX, Aws
from tests.deploy import lambda_events
from tests.image_ids import image_id
from tests.stuck import LONG_AGO, make_stuck

# the owner of images that are put directly into the bucket
OWNER = "public"


@dataclass(frozen=True)
class Account:
    """moto's account, in which no function runs by itself."""

    aws: Aws

    def upload(self, key: str, form: str | None = None) -> dict[str, Any]:
        """Put a new random image, with the form of an image if there is one; return S3's event."""
        buffer = io.BytesIO()
        Image.effect_noise((40, 30), 50).save(buffer, "PNG")
        return self.put(key, buffer.getvalue(), form)

    def put(self, key: str, content: bytes, form: str | None = None) -> dict[str, Any]:
        """Put an object; return S3's event."""
        bucket = self.aws.resources.upload_bucket
        metadata = {"image-id": form} if form else {}
        stored = self.aws.clients.s3.put_object(
            Bucket=bucket, Key=key, Body=content, ContentType="image/png", Metadata=metadata
        )
        item = {"key": key, "size": len(content), "eTag": stored["ETag"].strip('"')}
        return lambda_events.s3_event("ObjectCreated:Put", bucket, {**item, "versionId": stored["VersionId"]})

    def reprocess(self, key: str) -> dict[str, Any]:
        """Change the record as a request for another run does; return the event that the API sends."""
        self.make_stuck(key)
        return lambda_events.s3_event("ObjectCreated:Resent", self.aws.resources.upload_bucket, {"key": key})

    def remove(self, key: str) -> dict[str, Any]:
        """Delete an object; return S3's event."""
        bucket = self.aws.resources.upload_bucket
        deleted = self.aws.clients.s3.delete_object(Bucket=bucket, Key=key)
        item = {"key": key, "versionId": deleted["VersionId"]}
        return lambda_events.s3_event("ObjectRemoved:DeleteMarkerCreated", bucket, item)

    def newest(self, key: str) -> Source:
        """Return the newest version of an object, or one that does not exist."""
        bucket = self.aws.resources.upload_bucket
        listed = self.aws.clients.s3.list_object_versions(Bucket=bucket, Prefix=key)
        for version in listed.get("Versions", ()):
            if version["IsLatest"]:
                return Source(etag=version["ETag"].strip('"'), version_id=version["VersionId"])
        return Source(etag="unknown", version_id="unknown")

    def id_of(self, key: str) -> str:
        """Return the id of an object's image."""
        return image_id(self.aws.clients.dynamodb, self.aws.resources.images_table, key)

    def record(self, key: str) -> dict[str, Any]:
        """Return the item of an image."""
        found = self.aws.clients.dynamodb.get_item(
            TableName=self.aws.resources.images_table,
            Key={"id": {"S": self.id_of(key)}},
            ConsistentRead=True,
        )
        return dict(found["Item"])

    def status(self, key: str) -> str:
        """Return the status of an image."""
        return str(self.record(key)["status"]["S"])

    def make_stuck(self, key: str, *, status: str = "processing", attempts: int = 0) -> None:
        """Change a record as if a function had claimed it long ago and then crashed."""
        table = self.aws.resources.images_table
        make_stuck(self.aws.clients.dynamodb, table, self.id_of(key), status=status, attempts=attempts)

    def put_stale_output(self, key: str) -> None:
        """Store an output that no record points to."""
        stale = f"{key}/0123456789abcdef/stale.png"
        self.aws.clients.s3.put_object(Bucket=self.aws.resources.dest_bucket, Key=stale, Body=b"")

    def retire_output(self, key: str) -> None:
        """Store an output of an earlier release, and let it wait for its removal."""
        self.put_stale_output(key)
        stale = StoredOutput(key=f"{key}/0123456789abcdef/stale.png", version_id="earlier")
        self._retire(key, stale, datetime.now(UTC) + timedelta(days=1))

    def restore_record(self, key: str, *, earlier: bool) -> None:
        """Let a published output be due, as if the record were from a backup, maybe of an earlier release."""
        s3, bucket, record = self.aws.clients.s3, self.aws.resources.dest_bucket, self.record(key)
        variants = record["variants"]["L"]
        published = variants[0]["M"]["key"]["S"]
        if earlier:
            _, _, version, file = published.split("/")
            moved = f"{key}/{version}/{file}"
            s3.copy_object(Bucket=bucket, Key=moved, CopySource={"Bucket": bucket, "Key": published})
            variants[0]["M"]["key"]["S"] = published = moved
            self.aws.clients.dynamodb.put_item(TableName=self.aws.resources.images_table, Item=record)
        version_id = s3.head_object(Bucket=bucket, Key=published)["VersionId"]
        output = StoredOutput(key=published, version_id=version_id)
        self._retire(key, output, datetime.fromisoformat(LONG_AGO))

    def _retire(self, key: str, output: StoredOutput, due_at: datetime) -> None:
        store = DynamoDBRetirementStore(self.aws.clients.dynamodb, self.aws.resources.images_table)
        image_id = self.id_of(key)
        before = store.get(image_id)
        assert store.replace(image_id, before, [*before, RetiredOutput(output=output, due_at=due_at)])

    @contextmanager
    def all_slots_used(self) -> Iterator[None]:
        """Let the owner of directly uploaded images use all slots inside the block."""
        names = self.aws.resources
        with leases.running(self.aws.clients.dynamodb, names.images_table, OWNER, 1000):
            yield

    def webhook(self) -> dict[str, Any]:
        """Send an event to the webhook queue; return the SQS event that Lambda would create from it."""
        detail = {"event_id": uuid.uuid4().hex, "owner": OWNER}
        body = json.dumps({"detail-type": "Image Ready", "time": LONG_AGO, "detail": detail})
        sqs, queue = self.aws.clients.sqs, self.aws.events.webhooks
        sqs.send_message(QueueUrl=queue.url, MessageBody=body)
        (message,) = sqs.receive_message(QueueUrl=queue.url, MessageSystemAttributeNames=["All"])["Messages"]
        return sqs_event(message, queue.arn)

    def delete_messages(self, event: Mapping[str, Any]) -> None:
        """Delete the messages of an SQS event, which would otherwise reappear during another test."""
        for record in event["Records"]:
            self.aws.clients.sqs.delete_message(
                QueueUrl=self.aws.events.webhooks.url, ReceiptHandle=record["receiptHandle"]
            )


def new_key() -> str:
    """Return the key of an image that no other test uses."""
    return f"{PREFIX}{uuid.uuid4()}.png"
