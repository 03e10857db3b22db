"""Starts the local distribution: infra/cdn.yaml with the presets' policy, in front of S3 and the API."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from local.account import STAGE
from local.aws import Clients
from local.cdn.cache import Cache
from local.cdn.distribution import TEMPLATE, Distribution
from local.cdn.edge import Edge
from local.cdn.origins import api, bucket
from local.cdn.reloaded_function import ReloadedFunction
from local.cdn.resources import client, create_cdn_resources, key_reader, patch_invalidations
from local.cdn.server import CdnServer
from local.network import LOOPBACK, choose_port, serving
from local.presets import edge_policy, presets_file
from local.queues import Queue


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What the distribution works with. Pages of `page_origins` may read its responses.

    `project` is the folder with the app, whose presets file has the policy.
    """

    api_url: str
    aws_url: str
    bucket: str
    page_origins: Collection[str]
    project: Path


@dataclass(frozen=True, kw_only=True)
class Cdn:
    """The URL of the running distribution, the app's settings for it, and the queue of invalidations.

    `signing_key` signs URLs that lead to other sizes than the policy allows.
    """

    url: str
    signing_key: str
    environment: Mapping[str, str]
    invalidations: Queue


@contextmanager
def running_cdn(port: int, node: str, clients: Clients, around: Surroundings) -> Iterator[Cdn]:
    """Serve on this port, any free one for 0, and run the function with `node`. Raises PortTaken."""
    port = choose_port(port)
    created = create_cdn_resources(clients, around.aws_url)
    url = f"http://{LOOPBACK}:{port}"
    with (
        _function(node, around) as function,
        serving(CdnServer(port, _edge(function, around), around.page_origins)),
    ):
        yield Cdn(
            url=url,
            signing_key=created.signing_key,
            environment={**created.environment, "PUBLIC_BASE_URL": url},
            invalidations=created.invalidations,
        )


def _function(node: str, around: Surroundings) -> ReloadedFunction:
    return ReloadedFunction(
        node,
        lambda: distribution_around(around, edge_policy(around.project)).function_code(),
        (presets_file(around.project), TEMPLATE.with_name("edge.js")),
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
