"""Calculate what it adds to an image that a retention policy ends it."""

import math

from ops.costing.statement import Amounts
from ops.costing.table_writes import record_units
from ops.costing.usage import DYNAMODB_WAIT, S3_SMALL_WAIT, Deployment, Image

# The sweep reads the record, then deletes it as the API does, which reads it three times, the list of
# replaced outputs, and when renderings on demand end. Reading the policy is eventually consistent.
READS, POLICY_READS = 4 + 1 + 1, 1
# A claim, the tombstone, and the end of its cleanup. After an event, the tombstone is updated.
UPDATES = 3
# The object is opened by its key, twice more to be sure that it is gone, and outputs are listed under all
# three kinds of keys.
OPENED, LISTS = 3, 3
# The claim changes the table, and leaves `by_owner_status` for `by_open_shard`.
_CLAIM = 3
# The tombstone changes the table. In `by_open_shard`, its entry is deleted and written, at most 1 KB; those
# in `ids_by_owner` and in `by_due_shard`, which was written with the outcome, are deleted.
_TOMBSTONE, _TOMBSTONE_SMALL = 2, 1 + 1 + 1
# The cleanup takes the tombstone out of `by_open_shard`. If it waits for its event, its entry changes first.
_CLEANED, _CLEANED_AND_EVENT = 1 + 1, 1 + 2 + 1 + 1
_DUE_DATE = 1


def ending(image: Image, deployment: Deployment, call_ms: float) -> Amounts:
    """Return what the end of one image uses, with its due date, without a CDN.

    S3 does not charge for the removal of objects: https://aws.amazon.com/s3/pricing/
    """
    events = deployment.events
    short, s3 = READS + POLICY_READS + UPDATES + 2 * events, OPENED + LISTS + 1 + image.variants
    units = record_units(image.variants)
    cleaned = _CLEANED_AND_EVENT if events else _CLEANED
    return {
        **deployment.lambda_ms((short + s3) * call_ms, short * DYNAMODB_WAIT + s3 * S3_SMALL_WAIT),
        "s3_read": OPENED,
        "s3_write": LISTS,
        "dynamodb_read": READS * math.ceil(units / 4) + POLICY_READS / 2,
        "dynamodb_write": (_CLAIM + _TOMBSTONE) * units + _TOMBSTONE_SMALL + cleaned + _DUE_DATE,
        "event": events,
    }
