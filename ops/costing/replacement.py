"""Calculate what it adds to a run that it replaces the variants of an image."""

import math

from ops.costing.statement import Amounts
from ops.costing.table_writes import BYTES_PER_WRITE

# What each output adds to the list of retired outputs: its key, its version id and its due date.
OUTPUT_BYTES = 190


def replacement(variants: int) -> Amounts:
    """Return what the list of the replaced outputs of one image uses, from its first write to its removal.

    The run reads when renderings on demand end, lists the outputs under all three kinds of keys, and reads
    and writes the list. When it is due, a sweep reads it and the record, and deletes it. The index for due
    dates, which contains only keys, takes a write whenever the list is written or deleted. S3 does not charge
    for the removal of the outputs: https://aws.amazon.com/s3/pricing/
    """
    units = math.ceil(variants * OUTPUT_BYTES / BYTES_PER_WRITE)
    return {"dynamodb_read": 4, "dynamodb_write": 2 * (units + 1), "s3_write": 3}
