"""Calculate what an attacker can use of variants on demand in a day, at most."""

from collections.abc import Iterable, Mapping

from chalicelib.domain.on_demand.lifetimes import RENDERING_TIMEOUT
from chalicelib.on_demand.single_rendering import POLL_INTERVAL, POLLS
from ops.costing import on_demand
from ops.costing.api_requests import SECONDS_PER_DAY, methods
from ops.costing.attackers import OUTPUT_BYTES_PER_SECOND, Stage, no_token, read_token
from ops.costing.prices import BYTES_PER_GB
from ops.costing.statement import Amounts, add, times

# The paths that have a variant rendered, without a token and with one. Others only redirect to them.
_PUBLIC = frozenset({"/d/{image_id}/{version}/{file}", "/i/{image_id}/{version_or_operations}/{operations}"})
_OWN = "/images/{image_id}/render"
_TIMEOUT = RENDERING_TIMEOUT.total_seconds()


def image_url(stage: Stage) -> Mapping[str, Amounts]:
    """Return what somebody can use who has the URL of one public image, and no token."""
    number = min(stage.settings.renderings_per_image, stage.settings.renderings_per_day)
    return {**no_token(stage), **_renderings(number, _PUBLIC, stage)}


def read_token_on_demand(stage: Stage) -> Mapping[str, Amounts]:
    """Return what somebody can use who has a token with the scope `read`, which allows any size."""
    number = stage.settings.renderings_per_day
    return {**read_token(stage), **_renderings(number, {*_PUBLIC, _OWN}, stage)}


def _renderings(number: int, paths: Iterable[str], stage: Stage) -> Mapping[str, Amounts]:
    """Return what renderings use that all run into the timeout, and requests that wait for them meanwhile."""
    seconds = min(number * _TIMEOUT, stage.on_demand_slots * SECONDS_PER_DAY)
    # The API waits for the function.
    used = add(times(number, _CALLS), stage.deployment.lambda_seconds(2 * seconds))
    called = (each for each in methods() if each.path in paths and each.name != "OPTIONS")
    waiting = sum(each.most(stage.limits, min(seconds, SECONDS_PER_DAY)) for each in called)
    poll = {"s3_read": POLLS, **stage.deployment.lambda_seconds(POLLS * POLL_INTERVAL.total_seconds())}
    return {
        f"{number:,} variants on demand, {seconds:,.0f} seconds in sum": used,
        f"{waiting:,.0f} requests that wait for one of them": times(waiting, poll),
        "storage, for 30 days": {"s3_gb_month": seconds * OUTPUT_BYTES_PER_SECOND / BYTES_PER_GB},
    }


# Requests to the API are those of all callers.
_CALLS: Amounts = {"lambda_request": 1, **on_demand.CALLS}
