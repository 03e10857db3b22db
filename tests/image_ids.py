"""The ids of the images in the table of a stage."""

import secrets
from typing import TYPE_CHECKING

from chalicelib.aws.dynamodb import DynamoDBImageStore
from chalicelib.aws.stored_secret import DynamoDBSecret
from chalicelib.records.object_records import ObjectRecords

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def image_id(client: "DynamoDBClient", table: str, key: str, prefix: str = "images/") -> str:
    """Return the id of the image of an object, whether there is a record or not."""
    secret = DynamoDBSecret(client, table, "image-ids", secrets.token_bytes).read
    store = DynamoDBImageStore(client, table)
    return ObjectRecords(upload_prefix=prefix, store=store, secret=secret).id_for(key)
