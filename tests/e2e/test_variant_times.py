"""The parts of requests for variants on demand, as `python -m load.one_variant` measures them."""

from pathlib import Path

import pytest
from darkroom import Client

from load import assumptions
from load.one_variant import measure
from load.variant_times import API, EDGE, FILE, FUNCTION, INSPECT, NO_FILE, RENDER, render
from local.cdn.function import node
from local.sample.image import sample
from tests.e2e.conftest import RunningStack

pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.skipif(node() is None, reason="Node is not installed, so infra/edge.js cannot run"),
]


def test_only_the_first_request_calls_the_api_and_the_function(stack: RunningStack, tmp_path: Path) -> None:
    with Client(stack.url, stack.token) as client:
        image = client.upload(sample(tmp_path))
        url = client.url(image, width=480, format="webp")

    (trace,) = measure([url], stack.environment)

    first, redirected = trace.first
    assert first.status == 302
    assert list(first.parts) == [
        EDGE,
        NO_FILE,
        API,
        f"{API}: GetItem 1",
        f"{API}: HeadObject 1",
        f"{API}: UpdateItem 1",
        f"{API}: UpdateItem 2",
        f"{API}: UpdateItem 3",
        f"{API}: Invoke 1",
        FUNCTION,
        f"{FUNCTION}: GetItem 1",
        f"{FUNCTION}: GetObject 1",
        INSPECT,
        RENDER,
        f"{FUNCTION}: PutObject 1",
        f"{FUNCTION}: GetItem 2",
    ]
    assert first.parts[RENDER] > 0
    assert (redirected.status, list(redirected.parts)) == (200, [EDGE, FILE])
    assert [(hop.status, list(hop.parts)) for hop in trace.again] == [(200, [EDGE])]
    assert [(hop.status, list(hop.parts)) for hop in trace.elsewhere] == [(200, [EDGE, FILE])]
    assert "| second | 200 from the cache | 0 | 0 |" in render([trace], assumptions.read())
