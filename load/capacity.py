"""Calculate how much of each AWS limit one image uses. Pure functions."""

from collections.abc import Iterator

from msgspec import Struct

from load.assumptions import Assumptions
from ops.costing.calls import direct

INDEX_SHARDS = 8
"""Number of shards that chalicelib/aws/items.py spreads open records over."""


class ResourceUse(Struct, frozen=True):
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
    """Return the mean duration in seconds of processing a new image: CPU time, DynamoDB and S3 calls.

    Variants are stored in parallel, so only one PUT is waited for.
    """
    cpu, latency, large = given.measured.cpu_ms, given.latency_ms, given.traffic.large_share
    mixed_cpu = large * cpu["large"] + (1 - large) * cpu["small"]
    # Only the GET of a large image transfers megabytes.
    get = large * latency.s3_large + (1 - large) * latency.s3_small
    calls = direct(given.traffic.variants).successive
    return (mixed_cpu + calls * latency.dynamodb + get + latency.s3_small) / 1000


def duplicate_seconds(given: Assumptions) -> float:
    """Return the duration in seconds of handling a duplicate event, which takes one read."""
    return (given.measured.cpu_ms["duplicate"] + given.latency_ms.dynamodb) / 1000


def resource_uses(given: Assumptions) -> Iterator[ResourceUse]:
    """Yield every resource that an image uses, with what to change when its limit comes near."""
    yield from _indexes(given)
    yield from _tables(given)
    yield from _requests(given)
    yield from _buckets(given)


def _indexes(given: Assumptions) -> Iterator[ResourceUse]:
    """Yield the indexes. An image takes as many writes of each as ops/costing/table_writes.py says."""
    limit = given.limits["partition_writes"].value

    def use(name: str, writes: float, remedy: str) -> ResourceUse:
        return ResourceUse(f"DynamoDB: index {name}, writes/s", writes, limit, remedy)

    # A claim adds the record to the shard of its owner, the outcome removes it.
    yield use("by_open_shard, single owner", 2, "more owners")
    # A form is added.
    yield use("ids_by_owner, single owner", 1, "more owners")
    # An outcome is added.
    yield use("ids_by_owner_status, single owner", 1, "more owners")
    # The list of a replaced image's outputs is added and removed, and so is an image that ends.
    yield use(
        f"by_due_shard, one of {INDEX_SHARDS} shards, if every image is replaced once and ends",
        (2 + 2) / INDEX_SHARDS,
        "more shards in aws/items.py",
    )


def _tables(given: Assumptions) -> Iterator[ResourceUse]:
    limits, traffic = given.limits, given.traffic
    yield ResourceUse(
        "DynamoDB: quota counter, single owner, writes/s", 1, limits["partition_writes"].value, "more owners"
    )
    yield ResourceUse(
        "DynamoDB: new table, writes/s",
        # Form, quota counter, claim and outcome. A record with one variant takes one unit.
        4,
        limits["table_writes"].value,
        "nothing (scales with traffic), or raise the table's warm throughput before a known peak",
    )
    yield ResourceUse(
        "DynamoDB: new table, strongly consistent reads/s",
        1 + traffic.duplicates + traffic.polls,
        limits["table_reads"].value,
        "as for the table's writes, or a longer Retry-After (fewer polls)",
    )


def _requests(given: Assumptions) -> Iterator[ResourceUse]:
    traffic, limits = given.traffic, given.limits
    requests = 1 + traffic.polls
    yield ResourceUse(
        "API Gateway: requests/s",
        requests,
        limits["api_requests"].value,
        "a longer Retry-After (fewer polls), or a higher quota",
    )
    api_seconds = requests * (given.measured.api_cpu_ms + given.latency_ms.dynamodb) / 1000
    yield ResourceUse(
        "Lambda: concurrent environments, all functions",
        run_seconds(given) + traffic.duplicates * duplicate_seconds(given) + api_seconds,
        limits["lambda_concurrency"].value,
        "a higher quota, and reserved concurrency so that imports leave capacity for the API",
    )


def _buckets(given: Assumptions) -> Iterator[ResourceUse]:
    writes, reads = given.limits["s3_writes"].value, given.limits["s3_reads"].value
    remedy = "nothing (S3 partitions random keys automatically)"
    yield ResourceUse("S3: upload bucket, PUT/s per prefix", 1, writes, remedy)
    yield ResourceUse("S3: upload bucket, GET/s per prefix", 1, reads, remedy)
    yield ResourceUse("S3: processed bucket, PUT/s per prefix", given.traffic.variants, writes, remedy)
