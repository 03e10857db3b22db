"""Calculate what it uses that images wait for their owner's share of the slots."""

from collections.abc import Mapping

from chalicelib.domain.fair_share import MAX_DELAY, Shares
from ops.costing.api_requests import SECONDS_PER_DAY
from ops.costing.prices import BYTES_PER_GB
from ops.costing.statement import Amounts, add, times
from ops.costing.usage import DYNAMODB_WAIT, LOG_SHORT, Deployment

# The record, the leases of the owner, those in the eight shards at the same time, and the queue.
_CALLS, _WAITS, _QUERIES = 11, 4, 9
# From the second one on, delays double. Each is shortened by up to half.
_SHORT, _LONG_SECONDS = 8, MAX_DELAY / 2
# SQS bills each message for being sent, received and deleted.
_DEFERRAL: Amounts = {"sqs_request": 3, "lambda_request": 1, "logs_gb": LOG_SHORT / BYTES_PER_GB}
# With all metadata, a record has up to 4 KB. The first deferral writes it and its entry in `by_open_shard`,
# which the claim replaces. Queries read half a unit of each.
_WRITES, _LEASE_UNITS = 4 * (1 + 1 + 1), 0.5


def waiting(
    images: int, seconds: float, shares: Shares, deployment: Deployment, call_ms: float
) -> Mapping[str, Amounts]:
    """Return what images use that wait until all slots have been busy for `seconds` in sum.

    Both functions that process events have as many slots. The queries read the leases of all slots twice.
    """
    if not shares.limited:
        return {}
    ms = _CALLS * call_ms / deployment.cpu_share + _WAITS * DYNAMODB_WAIT
    most = images * (_SHORT + seconds / shares.slots / _LONG_SECONDS)
    number = round(min(most, 2 * shares.slots * SECONDS_PER_DAY * 1000 / ms))
    each = {**_DEFERRAL, "dynamodb_read": 1 + _QUERIES / 2 + 2 * shares.slots * _LEASE_UNITS}
    functions = deployment.lambda_seconds(number * ms / 1000)
    used = add(times(number, each), functions, {"dynamodb_write": images * _WRITES})
    return {f"{number:,} deferrals of images over the owner's share": used}
