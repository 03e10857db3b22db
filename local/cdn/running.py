"""Starts the local distribution: infra/cdn.yaml with the presets' policy, in front of S3 and the API."""

from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

from msgspec import Struct

from local.account import STAGE
from local.aws import Clients, client
from local.cdn.cache import Cache
from local.cdn.distribution import TEMPLATE, Distribution
from local.cdn.edge import Edge
from local.cdn.function import ReloadedFunction
from local.cdn.origins import api, bucket
from local.cdn.resources import Cdn, create_cdn, key_reader, patch_invalidations
from local.cdn.server import CdnApplication
from local.keep_alive import keep_alive_server
from local.network import LOOPBACK, choose_port, serving
from local.presets import PRESETS, edge_policy


class Surroundings(Struct, frozen=True, kw_only=True):
    """What the distribution works with. Pages of `page_origins` may read its responses."""

    api_url: str
    aws_url: str
    bucket: str
    page_origins: Collection[str]


@contextmanager
def running_cdn(port: int, node: str, clients: Clients, around: Surroundings) -> Iterator[Cdn]:
    """Serve on this port, any free one for 0, and run the function with `node`. Raises PortTaken."""
    port = choose_port(port)
    cdn = create_cdn(clients, around.aws_url, f"http://{LOOPBACK}:{port}")
    with closing(_function(node, around)) as function:
        application = CdnApplication(port, _edge(function, around), around.page_origins)
        with serving(keep_alive_server(port, application)):
            yield cdn


def _function(node: str, around: Surroundings) -> ReloadedFunction:
    return ReloadedFunction(
        node,
        lambda: distribution_around(around, edge_policy()).function_code(),
        (PRESETS, TEMPLATE.with_name("edge.js")),
        key_reader(around.aws_url),
    )


def _edge(function: ReloadedFunction, around: Surroundings) -> Edge:
    # Its behaviors are the same for each policy, and reading the policy takes a second.
    distribution = distribution_around(around, "{}")
    cache = Cache(distribution.config["CacheTagConfig"]["HeaderName"])
    patch_invalidations(cache.invalidate)
    origins = {"processed": bucket(client("s3", around.aws_url), around.bucket), "api": api(around.api_url)}
    return Edge(distribution, origins, function, cache=cache)


def distribution_around(around: Surroundings, policy: str) -> Distribution:
    """Return the distribution with a policy in the form of `edge_policy`."""
    return Distribution.of_template(
        {
            "Stage": STAGE,
            "DestBucket": around.bucket,
            "ApiDomain": urlsplit(around.api_url).netloc,
            "OnDemandPolicy": policy,
        }
    )
