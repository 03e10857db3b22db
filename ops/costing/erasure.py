"""Calculate what the erasure of an image uses of the units that AWS bills."""

from ops.costing.prices import BYTES_PER_GB
from ops.costing.statement import Amounts
from ops.costing.table_writes import STATUS, record_units
from ops.costing.usage import DYNAMODB_WAIT, LOG_SHORT, S3_SMALL_WAIT, Deployment, Image

# The request reads the record. The function reads it when it starts, and before it removes what is on a page
# of versions, of the source and of the outputs. It also reads the list of replaced outputs, and when
# renderings on demand end.
READS = 1 + 1 + 2 + 1 + 1
# The request marks the record, the function leaves the tombstone. After an event, the tombstone is updated.
UPDATES = 2
# Versions are listed under the keys of the source and its quarantined copy, and three kinds of output keys.
LISTS = 5
# One to send the message, and Lambda receives and deletes it. An event's webhook takes as many.
_SQS_REQUESTS = 3
# The mark takes the record out of both indexes of ids and adds it to `by_open_shard`, which the tombstone
# leaves. If it waits for its event, its entry changes first, which takes two writes.
_MARK, _TOMBSTONE, _TOMBSTONE_AND_EVENT = STATUS + 1 + 1, 1 + 1, 1 + 2 + 1 + 1


def erasure(image: Image, deployment: Deployment, call_ms: float) -> Amounts:
    """Return what the erasure of one image uses, from its request to its tombstone, without a CDN.

    S3 does not charge for the removal of versions: https://aws.amazon.com/s3/pricing/
    """
    events = deployment.events
    short, s3 = READS + UPDATES + 1 + 2 * events, LISTS + 1 + image.variants
    functions = 2 + events
    tombstone = _TOMBSTONE_AND_EVENT if events else _TOMBSTONE
    return {
        **deployment.lambda_ms((short + s3) * call_ms, short * DYNAMODB_WAIT + s3 * S3_SMALL_WAIT),
        "lambda_request": functions,
        "api_request": 1,
        "web_acl_request": deployment.web_acl,
        "s3_write": LISTS,
        "dynamodb_read": READS,
        "dynamodb_write": record_units(image.variants) + _MARK + tombstone,
        "sqs_request": _SQS_REQUESTS * (1 + events),
        "event": events,
        "logs_gb": functions * LOG_SHORT / BYTES_PER_GB,
    }
