"""Renderings on demand end before what waits for them."""

from datetime import timedelta

from chalicelib.domain.on_demand.lifetimes import CLAIM_LIFETIME, RENDERING_TIMEOUT, START_WITHIN

# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
API_GATEWAY_TIMEOUT = timedelta(seconds=29)


def test_a_rendering_ends_before_api_gateway_gives_up() -> None:
    assert timedelta(seconds=4) <= API_GATEWAY_TIMEOUT - RENDERING_TIMEOUT


def test_a_claim_outlives_the_longest_rendering_that_was_started_with_it() -> None:
    # To connect, and to load the code: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
    start = timedelta(seconds=2 + 10)
    assert START_WITHIN + start + RENDERING_TIMEOUT <= CLAIM_LIFETIME
