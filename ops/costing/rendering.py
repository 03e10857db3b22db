"""What it costs to render images that are there already: the part that backfill sets off."""

from dataclasses import dataclass

from ops.costing.prices import Prices

# Calls of one run, at the most: as for an image that has outputs of an earlier version to clear away.
# A write also counts for both indexes, which hold the whole record; a record fits one unit of 1 KB.
_READS, _WRITES = 2, 9
_LISTS, _GETS = 1, 1


@dataclass(frozen=True, kw_only=True)
class Workload:
    """Images to render, each in so many variants and seconds of a function with so much memory, on x86."""

    images: int
    variants: int
    seconds: float
    memory_mb: int


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """US dollars by service. Storage, and what reading the bucket costs, are not in it."""

    compute: float
    storage_requests: float
    database: float

    @property
    def total(self) -> float:
        """The sum."""
        return self.compute + self.storage_requests + self.database


def estimate(prices: Prices, work: Workload) -> Estimate:
    """Say what the work costs if each image succeeds at once."""
    usd = prices.usd
    compute = usd["lambda_request"] + work.seconds * work.memory_mb / 1024 * usd["lambda_gb_second"]
    # Each variant is put, and the one that it replaces is tagged.
    storage = _GETS * usd["s3_read"] + (_LISTS + 2 * work.variants) * usd["s3_write"]
    database = _READS * usd["dynamodb_read"] + _WRITES * usd["dynamodb_write"]
    return Estimate(
        compute=work.images * compute,
        storage_requests=work.images * storage,
        database=work.images * database,
    )
