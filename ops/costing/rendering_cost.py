"""Estimate what it costs to render images that are already uploaded, as a backfill does."""

from collections.abc import Mapping
from dataclasses import dataclass

# The most calls that one run makes: it also removes the outputs of an earlier version.
# Each update of a record is billed for the table and both indexes, which hold the whole record. A record
# fits into one write unit of 1 KB.
_READS, _WRITES = 2, 9
# The update that requests other presets.
_EDIT_WRITES = 3
_LISTS, _GETS = 1, 1
# The names of the prices that an estimate uses.
BILLED = (
    "lambda_x86_64_gb_second",
    "lambda_request",
    "s3_read",
    "s3_write",
    "dynamodb_read",
    "dynamodb_write",
)


@dataclass(frozen=True, kw_only=True)
class Workload:
    """How many images to render, the average variants and seconds of each, and the x86 function's memory.

    `edited` is the number of those that get other presets before.
    """

    images: int
    variants: float
    seconds: float
    memory_mb: int
    edited: int = 0


@dataclass(frozen=True, kw_only=True)
class Estimate:
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
    # Each variant is one PUT, plus one request to tag the variant that it replaces.
    storage = _GETS * usd["s3_read"] + (_LISTS + 2 * work.variants) * usd["s3_write"]
    database = _READS * usd["dynamodb_read"] + _WRITES * usd["dynamodb_write"]
    return Estimate(
        compute=work.images * compute,
        storage_requests=work.images * storage,
        database=work.images * database + work.edited * _EDIT_WRITES * usd["dynamodb_write"],
    )
