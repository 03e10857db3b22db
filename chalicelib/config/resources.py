"""The names of the resources that every deployment has. They have no defaults."""

from msgspec import Struct


class Resources(Struct, frozen=True, kw_only=True):
    """Buckets, tables and queues. The string below each field is its description, as in `Settings`."""

    upload_bucket: str
    """Bucket for uploads."""
    dest_bucket: str
    """Bucket for variants. It must differ from the upload bucket."""
    images_table: str
    """DynamoDB table for image records."""
    tokens_table: str
    """DynamoDB table for API tokens."""
    failures_queue: str
    """SQS dead-letter queue for events that failed every attempt."""
    deferred_queue: str
    """SQS queue for events whose owner uses up the share of running work."""
    erasures_queue: str
    """SQS queue for images to erase."""
