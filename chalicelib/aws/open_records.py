"""Query the index of open records, such that no owner's records hide those of others, who take turns."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from chalicelib.aws.errors import translate_errors
from chalicelib.aws.items import from_item, timestamp
from chalicelib.models import Image

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import QueryInputTypeDef

BY_OPEN_SHARD = "by_open_shard"


def oldest(
    client: "DynamoDBClient", table: str, shard: str, before: "datetime", limit: int
) -> dict[str, Image]:
    """Return up to `limit` records of a shard that were last updated before this time, oldest first, by id.

    If there are more, one more query looks for other owners among the next megabyte of records.
    """
    values = {":shard": {"S": shard}, ":before": {"S": timestamp(before)}}
    query: QueryInputTypeDef = {
        "TableName": table,
        "IndexName": BY_OPEN_SHARD,
        "KeyConditionExpression": "open_shard = :shard AND updated_at < :before",
        "ExpressionAttributeValues": values,
        "Limit": limit,
    }
    with translate_errors("Looking for stuck records"):
        response = client.query(**query)
    images = {image.id: image for image in map(from_item, response["Items"])}
    if "LastEvaluatedKey" not in response:
        return images
    ((most_frequent, _),) = Counter(image.owner for image in images.values()).most_common(1)
    query |= {"FilterExpression": "#owner <> :owner", "ExpressionAttributeNames": {"#owner": "owner"}}
    query["ExpressionAttributeValues"] = {**values, ":owner": {"S": most_frequent}}
    del query["Limit"]
    with translate_errors("Looking for stuck records of other owners"):
        response = client.query(**query)
    return images | {image.id: image for image in map(from_item, response["Items"])}


def take_turns(images: Iterable[Image], limit: int) -> Sequence[Image]:
    """Return at most `limit` images, oldest update first, such that no owner has to wait for another one.

    Of owners with more than their share, the images that are left out are the ones that waited least.
    """
    rounds: defaultdict[str, int] = defaultdict(int)
    turns: list[tuple[int, Image]] = []
    for image in sorted(images, key=lambda each: each.updated_at):
        turns.append((rounds[image.owner], image))
        rounds[image.owner] += 1
    turns.sort(key=lambda turn: turn[0])
    return [image for _, image in turns[:limit]]
