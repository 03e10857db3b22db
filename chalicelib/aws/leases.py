"""Read the leases of running work from DynamoDB."""

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from chalicelib.aws.errors import translate_errors
from chalicelib.aws.items import shard_of, shards, timestamp
from chalicelib.aws.open_records import BY_OPEN_SHARD
from chalicelib.aws.table import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import QueryInputTypeDef

# No run and no execution lasts longer: https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html
LONGEST = timedelta(minutes=15)


class DynamoDBLeases(Table):
    """Reads the shards for records with a lease in the index `by_open_shard` of the image table.

    A claim adds a record, and finalizing it removes it.
    """

    def count(self, owner: str, now: datetime) -> int:
        """Return the number of the owner's runs. Queries one shard."""
        leases = self._leases(shard_of("running", owner), now, "#owner = :owner", owner)
        return sum(int(lease["lease_count"]["N"]) for lease in leases)

    def others(self, owner: str, now: datetime) -> Mapping[str, int]:
        """Return the number of runs of each other owner. Queries all shards at the same time."""
        runs = Counter[str]()
        queried = list(shards("running"))
        read = partial(self._leases, now=now, wanted="#owner <> :owner", owner=owner)
        with ThreadPoolExecutor(len(queried), thread_name_prefix="leases") as threads:
            for lease in chain.from_iterable(threads.map(read, queried)):
                runs[lease["owner"]["S"]] += int(lease["lease_count"]["N"])
        return runs

    def _leases(self, shard: str, now: datetime, wanted: str, owner: str) -> list[Mapping[str, Any]]:
        query, found = self._query(shard, now, wanted, owner), list[Mapping[str, Any]]()
        with translate_errors("Counting the owner's runs"):
            # Each run counts them. boto3's paginator takes a fifth of the CPU time of the request itself.
            while True:
                page = self._client.query(**query)
                found += page["Items"]
                if "LastEvaluatedKey" not in page:
                    return found
                query["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def _query(self, shard: str, now: datetime, wanted: str, owner: str) -> "QueryInputTypeDef":
        return {
            "TableName": self._table,
            "IndexName": BY_OPEN_SHARD,
            "KeyConditionExpression": "open_shard = :shard AND updated_at > :earliest",
            "FilterExpression": f"{wanted} AND lease_ends > :now",
            "ProjectionExpression": "#owner, lease_count",
            "ExpressionAttributeNames": {"#owner": "owner"},
            "ExpressionAttributeValues": {
                ":shard": {"S": shard},
                ":earliest": {"S": timestamp(now - LONGEST)},
                ":now": {"S": timestamp(now)},
                ":owner": {"S": owner},
            },
        }
