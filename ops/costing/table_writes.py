"""Count the write units that the table of images takes for what happens to an image.

A write is billed for the table and for each index whose entry it changes: a unit for each KB. Entries of
`ids_by_owner` have only keys, those of other indexes are whole records. A new key is two writes of an index:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html

tests/functional/test_consumption.py counts them.
"""

import math

BYTES_PER_WRITE = 1024
# The size of a record, and what each variant adds to it.
RECORD_BYTES, RECORD_BYTES_PER_VARIANT = 720, 155
# An entry of `ids_by_owner`, with the 100 bytes that DynamoDB adds to an entry.
KEYS_BYTES = 210
# A form is written to the table and to `ids_by_owner`.
FORM = 1 + 1
# A request for a form updates the quota counter of its owner.
QUOTA = 1
# A claim changes the table and adds the record to `by_open_shard`. It has no variants yet.
CLAIM = 1 + 1
# Of an outcome: `by_open_shard` loses the record of the claim, or its entry gets another key for an event.
_CLAIM_CLOSED = 1


def record_bytes(variants: int) -> int:
    """Return the size of a finished record."""
    return RECORD_BYTES + variants * RECORD_BYTES_PER_VARIANT


def record_units(variants: int) -> int:
    """Return the units of a write of a finished record."""
    return math.ceil(record_bytes(variants) / BYTES_PER_WRITE)


def outcome(variants: int, *, events: bool) -> int:
    """Return the units of an outcome, which is added to `by_owner_status`.

    With an event, the record stays in `by_open_shard` until the event is published. That changes the table,
    `by_owner_status` and `by_open_shard` once more.
    """
    units = record_units(variants)
    return 2 * units + _CLAIM_CLOSED + events * 4 * units
