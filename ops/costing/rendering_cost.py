"""Estimate what it costs to render images that are already uploaded, as a backfill does."""

import math
from collections.abc import Mapping

from msgspec import Struct

from ops.costing.statement import Amounts
from ops.costing.table_writes import BYTES_PER_WRITE

# The most calls that one run makes: it also replaces the outputs of an earlier version. The record changes
# three times: by the claim, the outcome and the end of its cleanup. Each update is billed for the table and
# the indexes that hold the whole record. A record fits into one write unit of 1 KB. A lease is written to
# its index and removed from it.
_READS, _WRITES = 2, 3 * 4 + 2
# The update that requests other presets.
_EDIT_WRITES = 3
_GETS = 1
# The names of the prices that an estimate uses.
BILLED = (
    "lambda_x86_64_gb_second",
    "lambda_request",
    "s3_read",
    "s3_write",
    "dynamodb_read",
    "dynamodb_write",
)


class Workload(Struct, frozen=True, kw_only=True):
    """How many images to render, the average variants and seconds of each, and the x86 function's memory.

    `edited` is the number of those that get other presets before.
    """

    images: int
    variants: float
    seconds: float
    memory_mb: int
    edited: int = 0


class Estimate(Struct, frozen=True, kw_only=True):
    """US dollars by service. Storage and listing the bucket are not included."""

    compute: float
    storage_requests: float
    database: float

    @property
    def total(self) -> float:
        """The sum of all services."""
        return self.compute + self.storage_requests + self.database


def estimate(usd: Mapping[str, float], work: Workload) -> Estimate:
    """Estimate the cost if every image succeeds at the first attempt. `usd` has the prices by name."""
    compute = usd["lambda_request"] + work.seconds * work.memory_mb / 1024 * usd["lambda_x86_64_gb_second"]
    replaced = replacement(math.ceil(work.variants))
    storage = _GETS * usd["s3_read"] + (replaced["s3_write"] + work.variants) * usd["s3_write"]
    reads, writes = _READS + replaced["dynamodb_read"], _WRITES + replaced["dynamodb_write"]
    database = reads * usd["dynamodb_read"] + writes * usd["dynamodb_write"]
    return Estimate(
        compute=work.images * compute,
        storage_requests=work.images * storage,
        database=work.images * database + work.edited * _EDIT_WRITES * usd["dynamodb_write"],
    )


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
