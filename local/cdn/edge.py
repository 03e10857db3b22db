"""What CloudFront does with a request, according to the distribution in infra/cdn.yaml.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode, urlsplit

from msgspec import Struct

from local.cdn.cache import Cache, lifetime
from local.cdn.distribution import Distribution
from local.cdn.function import viewer_request
from local.cdn.origins import Answer, Origin

Function = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""Gets an event, and returns a request or a response."""

_NO_HEADERS: Mapping[str, str] = MappingProxyType({})


class Edge(Struct, frozen=True):
    """One edge location in front of the origins of a distribution, by their ids.

    Without a cache, each request is sent to an origin.
    """

    distribution: Distribution
    origins: Mapping[str, Origin]
    function: Function | None = None
    cache: Cache | None = None

    def request(self, method: str, target: str, headers: Mapping[str, str] = _NO_HEADERS) -> Answer:
        """Return the answer to a viewer's request. The target is a path with or without a query."""
        url = urlsplit(target)
        behavior = self.distribution.behavior(url.path)
        if method not in behavior.get("AllowedMethods", ["GET", "HEAD"]):
            return Answer(HTTPStatus.FORBIDDEN, {})
        changed = viewer_request(method, url.path, url.query, headers)["request"]
        if self.function and self.distribution.has_function(behavior):
            changed = self.function(viewer_request(method, url.path, url.query, headers))
        return _response(changed) if "statusCode" in changed else self._served(behavior, changed)

    def _served(self, behavior: Mapping[str, Any], request: Mapping[str, Any]) -> Answer:
        def fetch() -> tuple[Answer, int]:
            answer = self._from_origins(behavior, request)
            if answer.status >= HTTPStatus.BAD_REQUEST:
                return answer, self.distribution.error_lifetime(answer.status)
            return answer, lifetime(answer, self.distribution.lifetimes(behavior))

        if self.cache is None:
            return fetch()[0]
        return self.cache.answer((request["method"], request["uri"]), fetch)

    def _from_origins(self, behavior: Mapping[str, Any], request: Mapping[str, Any]) -> Answer:
        """Send the same request to each origin until one has the file."""
        target = _target(request, self.distribution.forwarded_queries(behavior))
        *others, last = self.distribution.origin_ids(behavior)
        for origin_id in others:
            answer = self._from_origin(origin_id, request["method"], target)
            if answer.status not in self.distribution.failover_codes():
                return answer
        return self._from_origin(last, request["method"], target)

    def _from_origin(self, origin_id: str, method: str, target: str) -> Answer:
        return self.origins[origin_id](method, f"{self.distribution.origin_path(origin_id)}{target}")


def _target(request: Mapping[str, Any], forwarded: frozenset[str]) -> str:
    query = {
        name: each["value"] for name, each in sorted(request["querystring"].items()) if name in forwarded
    }
    return f"{request['uri']}?{urlencode(query)}" if query else str(request["uri"])


def _response(response: Mapping[str, Any]) -> Answer:
    headers = {name: each["value"] for name, each in response["headers"].items()}
    return Answer(response["statusCode"], headers, response["body"]["data"].encode())
