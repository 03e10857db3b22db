"""The reserved concurrency that an account can afford. New accounts have too little to reserve any."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

# The reserved concurrency of a new stage, and of the variants on demand of a stage that had none.
INITIAL = 50
ON_DEMAND_INITIAL = 10
# Lambda requires that this much concurrency stays unreserved:
# https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
_UNRESERVED = 100


def affordable(client: "LambdaClient", wanted: Mapping[str, int]) -> dict[str, int]:
    """Return the wanted reservations by name, each 0 if the account can't have it besides those before it.

    If the account's quota can't be read, return them as they are.
    """
    try:
        limit = client.get_account_settings()["AccountLimit"]
    except ClientError:
        return dict(wanted)
    left = limit["UnreservedConcurrentExecutions"] - _UNRESERVED
    found = {}
    for name, concurrency in wanted.items():
        found[name] = concurrency if concurrency <= left else 0
        left -= found[name]
    return found
