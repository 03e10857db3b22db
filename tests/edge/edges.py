"""infra/edge.js in Node with a policy, and the service's rules for the same one."""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

import pytest

from chalicelib.domain.presets import Presets
from chalicelib.models import Format, OnDemandPolicy, SigningKey, VariantSpec
from chalicelib.on_demand.authorization import Authorization
from local.cdn.function import EdgeFunction, node, viewer_request
from local.process import ROOT
from ops.templates.edge_function import around_policy, edge_policy
from tests.edge import twin
from tests.fakes import FakeSigningKeys

SOURCE = (ROOT / "infra" / "edge.js").read_text("utf-8")
KEYS = (
    SigningKey(id="a1b2c3d4", secret="f" * 64),
    SigningKey(id="0f1e2d3c", secret="0123456789abcdef" * 4),
)
POLICY = OnDemandPolicy(
    widths=(160, 320, 480, 640, 960, 1280, 1920),
    ratios=("source", "1:1", "4:3", "16:9"),
    formats=("avif", "webp", "jpeg"),
    qualities=(80, 60),
    positions=("attention", "top"),
)


def on_demand(
    name: str, format_: Literal["source"] | Format = "source", formats: tuple[Format, ...] = ()
) -> VariantSpec:
    return VariantSpec(name=name, width=300, format=format_, formats=formats, when="on_demand")


PRESETS = (
    on_demand("hero", "webp"),
    on_demand("cover", formats=("avif", "jpeg")),
    on_demand("constructor", "gif"),
)
RICH = Presets(presets=PRESETS, default=(), on_demand=POLICY)


def outcome(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the function answers, in the form of the twin's answers."""
    if "statusCode" in answer:
        return {"status": answer["statusCode"], "code": json.loads(answer["body"]["data"])["code"]}
    query = {name: each["value"] for name, each in answer["querystring"].items()}
    return {"uri": answer["uri"], "query": query}


@dataclass(frozen=True)
class Edge:
    """Both implementations with the same presets."""

    authorization: Authorization
    function: EdgeFunction

    def in_node(self, path: str, query: Mapping[str, str], accept: str | None) -> dict[str, Any]:
        headers = {} if accept is None else {"accept": accept}
        event = viewer_request("GET", path, urlencode(query), headers)
        answer = self.function.handle(event, {each.id: each.secret for each in KEYS})
        return outcome(answer)

    def in_python(self, path: str, query: Mapping[str, str], accept: str | None) -> dict[str, Any]:
        """Return what the service's rules answer."""
        return twin.answer(self.authorization, path, query, accept or "")


@contextmanager
def running(presets: Presets) -> Iterator[Edge]:
    """Run the function with the policy of these presets; skip the test if Node is not installed."""
    executable = node()
    if executable is None:
        pytest.skip("Node is not installed, so infra/edge.js cannot run")
    with closing(EdgeFunction(executable, edge_policy(presets).join(around_policy(SOURCE)))) as function:
        yield Edge(Authorization(presets=presets, keys=FakeSigningKeys(KEYS)), function)
