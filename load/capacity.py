"""What one picture asks of each AWS resource, and how far that is from the published limit. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from load.assumptions import Assumptions

INDEX_SHARDS = 8
"""Into so many parts chalicelib/aws/items.py spreads the open records."""


@dataclass(frozen=True)
class Use:
    """One resource: units per picture, and the limit in units per second (or at the same time)."""

    name: str
    per_picture: float
    limit: float
    turn: str

    def share(self, rate: float) -> float:
        """Return how much of the limit so many pictures per second take."""
        return self.per_picture * rate / self.limit


def run_seconds(given: Assumptions) -> float:
    """Return the mean time of one run of a new picture: CPU, three calls to DynamoDB, and S3's."""
    cpu, latency, large = given.measured.cpu_ms, given.latency_ms, given.traffic.large_share
    s3_calls = 1 + given.traffic.variants
    mixed_cpu = large * cpu["large"] + (1 - large) * cpu["small"]
    # Only the GET of a large picture moves megabytes.
    s3 = s3_calls * latency.s3_small + large * (latency.s3_large - latency.s3_small)
    return (mixed_cpu + 3 * latency.dynamodb + s3) / 1000


def duplicate_seconds(given: Assumptions) -> float:
    """Return the time of the run that a duplicate costs: one read."""
    return (given.measured.cpu_ms["duplicate"] + given.latency_ms.dynamodb) / 1000


def uses(given: Assumptions) -> Iterator[Use]:
    """Name every resource that a picture uses, with what to turn when its limit comes near."""
    traffic, limit = given.traffic, {name: limit.value for name, limit in given.limits.items()}
    again = traffic.duplicates
    requests = 1 + traffic.polls
    api_seconds = requests * (given.measured.api_cpu_ms + given.latency_ms.dynamodb) / 1000
    busy = run_seconds(given) + again * duplicate_seconds(given) + api_seconds
    # A form, a claim, a finalize. A record of up to three variants is below 1 KB: one write unit.
    writes = 3.0
    # Asking for the form: the quota's count, an Idempotency-Key's claim, and the answer that is kept under
    # it, which has up to 4 KB.
    count, kept = 1.0, 1.0 + 4.0
    # The claim changes the sort key of `by_attention`, which costs two; finalize takes the entry out.
    open_writes = 1 + 2 + 1
    yield Use(
        "DynamoDB: index by_owner, one owner, writes/s",
        writes,
        limit["partition_writes"],
        "more owners; or project only what never changes: 1 write instead of 3",
    )
    yield Use(
        "DynamoDB: index by_attention, one of 8 parts, writes/s",
        open_writes / INDEX_SHARDS,
        limit["partition_writes"],
        "more parts in aws/items.py",
    )
    yield Use("DynamoDB: quota of one owner, writes/s", count, limit["partition_writes"], "more owners")
    yield Use(
        "DynamoDB: table, writes/s, as a new table starts",
        writes + count + kept,
        limit["table_writes"],
        "nothing: it grows with the traffic; warm throughput for a known jump",
    )
    yield Use(
        "DynamoDB: table, strongly consistent reads/s, as a new table starts",
        1 + again + traffic.polls,
        limit["table_reads"],
        "as above; a longer Retry-After",
    )
    yield Use("API Gateway: requests/s", requests, limit["api_requests"], "a longer Retry-After; the quota")
    yield Use(
        "Lambda: environments at a time, all functions",
        busy,
        limit["lambda_concurrency"],
        "the quota; reserved concurrency, so that imports cannot starve the API",
    )
    yield Use(
        "S3: uploads, PUT/s in one prefix", 1, limit["s3_writes"], "nothing: S3 splits random keys by itself"
    )
    yield Use("S3: uploads, GET/s in one prefix", 1, limit["s3_reads"], "as above")
    yield Use("S3: processed, PUT/s in one prefix", traffic.variants, limit["s3_writes"], "as above")
