"""Count the write units that the table of images takes for what happens to an image.

A write is billed for the table and for each index whose entry it changes: a unit for each KB. Entries of
`ids_by_owner` and `ids_by_owner_status` have only keys, others are whole records. A new key is two writes:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html

tests/functional/test_consumption.py counts them.
"""

import math

BYTES_PER_WRITE = 1024
# The size of a record, and what each variant adds to it.
RECORD_BYTES, RECORD_BYTES_PER_VARIANT = 720, 155
# An entry of an index of ids, with the 100 bytes that DynamoDB adds to it.
KEYS_BYTES = 220
# A form is written to the table and to `ids_by_owner`.
FORM = 1 + 1
# A request for a form updates the quota counter of its owner.
QUOTA = 1
# A claim changes the table and adds the record to `by_open_shard`. It has no variants yet.
CLAIM = 1 + 1
# An outcome is added to `ids_by_owner_status`, and the next claim takes it out.
STATUS = 1
# Of an outcome: `by_open_shard` loses the record of the claim, or its entry gets another key for an event or
# a cleanup. It then stays in it until that has ended, which changes the table and `by_open_shard` once more.
_CLAIM_CLOSED, AGAIN = 1, 3


def record_bytes(variants: int) -> int:
    """Return the size of a finished record."""
    return RECORD_BYTES + variants * RECORD_BYTES_PER_VARIANT


def record_units(variants: int) -> int:
    """Return the units of a write of a finished record."""
    return math.ceil(record_bytes(variants) / BYTES_PER_WRITE)


def outcome(variants: int, *, events: bool) -> int:
    """Return the units of an outcome, and of the write after its event is published."""
    return (1 + events * AGAIN) * record_units(variants) + STATUS + _CLAIM_CLOSED
