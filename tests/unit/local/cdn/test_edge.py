"""Requests for variants on demand at one edge location, with the behaviors of infra/cdn.yaml."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from local.cdn.cache import Cache
from local.cdn.distribution import Distribution
from local.cdn.edge import Edge
from local.cdn.origins import Answer
from tests.unit.infra.templates import distribution

PARAMETERS = {"Stage": "prod", "ApiDomain": "api.example", "OnDemandPolicy": "{}"}
FILE = Answer(200, {"cache-control": "public, max-age=31536000, immutable"}, b"file")
MISSING = Answer(403, {})
RENDERED = Answer(302, {"location": "/i/a?n=1", "cache-control": "no-store"})
BUSY = Answer(503, {"cache-control": "no-store"})


def function(event: Mapping[str, Any]) -> dict[str, Any]:
    """Change the path to the file's, or refuse it, as infra/edge.js does."""
    request = dict(event["request"])
    if request["uri"] == "/i/refused":
        body = {"encoding": "text", "data": "{}"}
        return {"statusCode": 403, "headers": {"cache-control": {"value": "no-store"}}, "body": body}
    return {**request, "uri": request["uri"].replace("/i/", "/d/")}


class Origins:
    """S3, which has the file after so many requests, and the API."""

    def __init__(self, *, misses: int, api: Answer = RENDERED) -> None:
        self.misses, self.api_answer = misses, api
        self.asked: list[str] = []

    def s3(self, method: str, target: str) -> Answer:
        self.asked.append(f"{method} s3{target}")
        self.misses -= 1
        return FILE if self.misses < 0 else MISSING

    def api(self, method: str, target: str) -> Answer:
        self.asked.append(f"{method} api{target}")
        return self.api_answer


def location(origins: Origins, config: Distribution | None = None) -> Edge:
    served = config or distribution(**PARAMETERS)
    sources = {"processed": origins.s3, "api": origins.api}
    return Edge(served, sources, function, cache=Cache("x-amz-meta-cache-tag"))


def test_a_first_request_is_sent_back_once_and_then_nobody_is_asked() -> None:
    origins = Origins(misses=1)
    edge = location(origins)
    answers = [edge.request("GET", target) for target in ("/i/a", "/i/a?n=1", "/i/a", "/i/a?n=2")]
    assert answers == [RENDERED, FILE, FILE, FILE]
    assert origins.asked == ["GET s3/d/a", "GET api/prod/d/a", "GET s3/d/a?n=1"]


def test_with_a_minimum_lifetime_the_redirect_would_lead_to_itself() -> None:
    served = distribution(**PARAMETERS)
    policy = served.resources["OnDemandCache"]["CachePolicyConfig"]
    cache = {"OnDemandCache": {"CachePolicyConfig": {**policy, "MinTTL": 1}}}
    edge = location(Origins(misses=1), replace(served, resources={**served.resources, **cache}))
    assert [edge.request("GET", target) for target in ("/i/a", "/i/a?n=1", "/i/a?n=1")] == [RENDERED] * 3


def test_an_error_is_not_kept() -> None:
    origins = Origins(misses=1, api=BUSY)
    edge = location(origins)
    assert [edge.request("GET", "/i/a") for _ in range(2)] == [BUSY, FILE]


def test_with_cloudfront_s_own_lifetime_an_error_would_be_kept() -> None:
    served = distribution(**PARAMETERS)
    config = {**served.config, "CustomErrorResponses": []}
    edge = location(Origins(misses=1, api=BUSY), replace(served, config=config))
    assert [edge.request("GET", "/i/a") for _ in range(2)] == [BUSY, BUSY]


def test_origins_get_the_number_of_redirects_and_the_signature_and_no_other_query() -> None:
    origins = Origins(misses=0)
    location(origins).request("GET", "/i/a?s=00&response-content-type=text/html&n=1")
    assert origins.asked == ["GET s3/d/a?n=1&s=00"]


def test_what_the_function_refuses_reaches_no_origin() -> None:
    origins = Origins(misses=0)
    assert location(origins).request("GET", "/i/refused") == Answer(403, {"cache-control": "no-store"}, b"{}")
    assert origins.asked == []


def test_other_methods_are_refused() -> None:
    origins = Origins(misses=0)
    assert location(origins).request("POST", "/i/a").status == 403
    assert origins.asked == []


def test_files_of_other_behaviors_do_not_pass_the_function() -> None:
    origins = Origins(misses=0)
    edge = location(origins)
    edge.request("HEAD", "/d/a?n=1")
    edge.request("GET", "/v/a")
    assert origins.asked == ["HEAD s3/d/a", "GET s3/v/a"]
