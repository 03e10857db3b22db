"""Calculate how much of each AWS limit one image uses. Pure functions."""

from collections.abc import Iterator
from dataclasses import dataclass

from load.assumptions import Assumptions

INDEX_SHARDS = 8
"""Number of shards that chalicelib/aws/items.py spreads open records over."""


@dataclass(frozen=True)
class ResourceUse:
    """The use of one resource: units per image, the limit in units per second, and how to raise it.

    For Lambda both are counted in concurrent environments.
    """

    name: str
    per_image: float
    limit: float
    remedy: str

    def share(self, rate: float) -> float:
        """Return the share of the limit that `rate` images per second use."""
        return self.per_image * rate / self.limit


def run_seconds(given: Assumptions) -> float:
    """Return the mean duration in seconds of processing a new image: CPU time, DynamoDB and S3 calls."""
    cpu, latency, large = given.measured.cpu_ms, given.latency_ms, given.traffic.large_share
    s3_calls = 1 + given.traffic.variants
    mixed_cpu = large * cpu["large"] + (1 - large) * cpu["small"]
    # Only the GET of a large image transfers megabytes.
    s3 = s3_calls * latency.s3_small + large * (latency.s3_large - latency.s3_small)
    return (mixed_cpu + 4 * latency.dynamodb + s3) / 1000


def duplicate_seconds(given: Assumptions) -> float:
    """Return the duration in seconds of handling a duplicate event, which takes one read."""
    return (given.measured.cpu_ms["duplicate"] + given.latency_ms.dynamodb) / 1000


def resource_uses(given: Assumptions) -> Iterator[ResourceUse]:
    """Yield every resource that an image uses, with what to change when its limit comes near."""
    traffic, limit = given.traffic, {name: limit.value for name, limit in given.limits.items()}
    duplicates = traffic.duplicates
    requests = 1 + traffic.polls
    api_seconds = requests * (given.measured.api_cpu_ms + given.latency_ms.dynamodb) / 1000
    busy = run_seconds(given) + duplicates * duplicate_seconds(given) + api_seconds
    # Form, claim, finalize. A record with up to three variants is below 1 KB, which is one write unit.
    writes = 3.0
    # Each upload form also updates the quota counter.
    quota_writes = 1.0
    # The claim changes the sort key of `by_open_shard`, which takes two writes; finalize deletes the entry.
    open_writes = 1 + 2 + 1
    # The claim adds the lease to `by_running_shard`; finalize deletes it. Its shard is that of the owner.
    lease_writes = 1.0 + 1.0
    # Only finalize writes to `by_owner_status`, which has no pending or processing records.
    outcome_writes = 1.0
    # The list of a replaced image's outputs is added to `by_due_shard` and removed, and so is an image that
    # ends. All images count as both.
    due_writes = (1.0 + 1.0) + (1.0 + 1.0)
    s3_remedy = "nothing (S3 partitions random keys automatically)"
    yield ResourceUse(
        "DynamoDB: index by_owner, single owner, writes/s",
        writes,
        limit["partition_writes"],
        "more owners, or a projection of immutable attributes only (1 write instead of 3)",
    )
    yield ResourceUse(
        "DynamoDB: index by_open_shard, one of 8 shards, writes/s",
        open_writes / INDEX_SHARDS,
        limit["partition_writes"],
        "more shards in aws/items.py",
    )
    yield ResourceUse(
        "DynamoDB: index by_due_shard, one of 8 shards, if every image is replaced once and ends, writes/s",
        due_writes / INDEX_SHARDS,
        limit["partition_writes"],
        "more shards in aws/items.py",
    )
    yield ResourceUse(
        "DynamoDB: index by_running_shard, single owner, writes/s",
        lease_writes,
        limit["partition_writes"],
        "more owners, or shards by image instead of owner (each count would read all of them)",
    )
    yield ResourceUse(
        "DynamoDB: index by_owner_status, single owner, writes/s",
        outcome_writes,
        limit["partition_writes"],
        "more owners",
    )
    yield ResourceUse(
        "DynamoDB: quota counter, single owner, writes/s",
        quota_writes,
        limit["partition_writes"],
        "more owners",
    )
    yield ResourceUse(
        "DynamoDB: new table, writes/s",
        writes + quota_writes,
        limit["table_writes"],
        "nothing (scales with traffic), or raise the table's warm throughput before a known peak",
    )
    yield ResourceUse(
        "DynamoDB: new table, strongly consistent reads/s",
        1 + duplicates + traffic.polls,
        limit["table_reads"],
        "as for the table's writes, or a longer Retry-After (fewer polls)",
    )
    yield ResourceUse(
        "API Gateway: requests/s",
        requests,
        limit["api_requests"],
        "a longer Retry-After (fewer polls), or a higher quota",
    )
    yield ResourceUse(
        "Lambda: concurrent environments, all functions",
        busy,
        limit["lambda_concurrency"],
        "a higher quota, and reserved concurrency so that imports leave capacity for the API",
    )
    yield ResourceUse(
        "S3: upload bucket, PUT/s per prefix",
        1,
        limit["s3_writes"],
        s3_remedy,
    )
    yield ResourceUse("S3: upload bucket, GET/s per prefix", 1, limit["s3_reads"], s3_remedy)
    yield ResourceUse(
        "S3: processed bucket, PUT/s per prefix", traffic.variants, limit["s3_writes"], s3_remedy
    )
