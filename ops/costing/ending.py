"""Calculate what it adds to an image that a retention policy ends it."""

import math

from ops.costing.statement import Amounts
from ops.costing.table_writes import STATUS, record_units
from ops.costing.usage import DYNAMODB_WAIT, S3_SMALL_WAIT, Deployment, Image

# The sweep reads the record, then deletes it as the API does, which reads it three times, the list of
# replaced outputs, and when renderings on demand end. Reading the policy is eventually consistent.
READS, POLICY_READS = 4 + 1 + 1, 1
# A claim, the tombstone, and the end of its cleanup. After an event, the tombstone is updated.
UPDATES = 3
# The object is opened by its key, twice more to be sure that it is gone, and outputs are listed under all
# three kinds of keys.
OPENED, LISTS = 3, 3
# The claim and the tombstone change the table and `by_open_shard`.
_CLAIM, _TOMBSTONE = 2, 2
# They take the image out of the indexes of ids, and the tombstone has another key in `by_open_shard`.
_SMALL = STATUS + 1 + 1
# The cleanup takes the tombstone out of `by_open_shard`. If it waits for its event, its entry changes first.
_CLEANED, _CLEANED_AND_EVENT = 1 + 1, 1 + 2 + 1 + 1
# The entry in `by_due_shard` is written with the outcome, and deleted with the tombstone.
_DUE_DATE = 2


def ending(image: Image, deployment: Deployment, call_ms: float) -> Amounts:
    """Return what the end of one image uses, with its due date, without a CDN.

    S3 does not charge for the removal of objects: https://aws.amazon.com/s3/pricing/
    """
    events = deployment.events
    short, s3 = READS + POLICY_READS + UPDATES + 2 * events, OPENED + LISTS + 1 + image.variants
    return {
        **deployment.lambda_ms((short + s3) * call_ms, short * DYNAMODB_WAIT + s3 * S3_SMALL_WAIT),
        "s3_read": OPENED,
        "s3_write": LISTS,
        "dynamodb_read": READS * math.ceil(record_units(image.variants) / 4) + POLICY_READS / 2,
        "dynamodb_write": deletion_units(image.variants, events=events) + _DUE_DATE,
        "event": events,
    }


def deletion_units(variants: int, *, events: bool) -> int:
    """Return the write units of a deletion, without a CDN."""
    cleaned = _CLEANED_AND_EVENT if events else _CLEANED
    return (_CLAIM + _TOMBSTONE) * record_units(variants) + _SMALL + cleaned
