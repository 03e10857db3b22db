"""Prepare images that are to be erased, or that have come to their end, or whose upload has."""

from typing import Any

from moto.s3.models import s3_backends

from chalicelib.aws.items import shard_of
from local.account import ACCOUNT
from tests.deploy.account import Account
from tests.stuck import LONG_AGO


def erase(account: Account, key: str, *, stuck: bool = False) -> str:
    """Mark the record for erasure, maybe long ago; return the image's id."""
    record = account.record(key)
    erasure = {"requested_at": {"S": LONG_AGO}}
    marked: dict[str, Any] = {
        **{name: record[name] for name in ("id", "key", "owner", "multipart") if name in record},
        "status": {"S": "deleted"},
        "revision": {"N": "9"},
        "updated_at": {"S": LONG_AGO},
        "pending_event_for": record["owner"],
        "invalidation_pending": {"BOOL": True},
        "erasing": {"BOOL": True},
        "erasure": {"M": erasure},
    }
    if stuck:
        marked["open_shard"] = {"S": shard_of("open", record["id"]["S"])}
    _put(account, marked)
    return str(record["id"]["S"])


def begin_upload(account: Account, key: str) -> None:
    """Give the image a multipart upload that is still open, although its time was over long ago."""
    bucket = account.aws.resources.upload_bucket
    begun = account.aws.clients.s3.create_multipart_upload(Bucket=bucket, Key=key)
    upload: dict[str, Any] = {
        "upload_id": {"S": begun["UploadId"]},
        "size": {"N": "1"},
        "part_size": {"N": "1"},
        "expires_at": {"S": LONG_AGO},
    }
    record = account.record(key)
    _put(account, {**record, **_due(record), "multipart": {"M": upload}})


def has_upload(account: Account, key: str) -> bool:
    """Return whether there is an open multipart upload to this key."""
    bucket = account.aws.resources.upload_bucket
    listed = account.aws.clients.s3.list_multipart_uploads(Bucket=bucket, Prefix=key)
    return bool(listed.get("Uploads"))


def quarantine(account: Account, key: str) -> None:
    """Put the copy of a rejected image."""
    bucket = account.aws.resources.upload_bucket
    account.aws.clients.s3.put_object(Bucket=bucket, Key=f"quarantine/{key}", Body=b"")


def lock(bucket: str, prefix: str) -> None:
    """Put a legal hold on all versions. moto refuses that for buckets that were created without a lock."""
    keys = s3_backends[ACCOUNT]["aws"].buckets[bucket].keys
    for name in [*keys]:
        for version in keys.getlist(name) if name.startswith(prefix) else ():
            version.lock_legal_status = "ON"


def end_variant(account: Account, key: str) -> None:
    """Let the first variant be due."""
    record = account.record(key)
    record["variants"]["L"][0]["M"]["expires_at"] = {"S": LONG_AGO}
    _put(account, {**record, **_due(record)})


def retain_until_now(account: Account, key: str) -> None:
    """Let the image be due, as if its owner had a retention policy."""
    record = account.record(key)
    policy = {"id": {"S": f"retention#{record['owner']['S']}"}, "days": {"N": "1"}}
    _put(account, policy)
    _put(account, {**record, **_due(record), "created_at": {"S": LONG_AGO}, "retain_until": {"S": LONG_AGO}})


def keep(account: Account, owner: str) -> None:
    """Remove the owner's retention policy."""
    account.aws.clients.dynamodb.delete_item(
        TableName=account.aws.resources.images_table, Key={"id": {"S": f"retention#{owner}"}}
    )


def _due(record: dict[str, Any]) -> dict[str, Any]:
    return {"due_shard": {"S": shard_of("due", record["id"]["S"])}, "due_at": {"S": LONG_AGO}}


def _put(account: Account, item: dict[str, Any]) -> None:
    account.aws.clients.dynamodb.put_item(TableName=account.aws.resources.images_table, Item=item)
