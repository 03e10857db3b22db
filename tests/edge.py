"""What CloudFront does with a request, according to the distribution in infra/cdn.yaml.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
"""

import fnmatch
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.unit.infra.templates import create


@dataclass(frozen=True)
class Answer:
    """An origin's response. `headers` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


# Answers a request with this method and path.
Origin = Callable[[str, str], Answer]


def distribution(**parameters: str) -> dict[str, Any]:
    """Return the configuration of the distribution that the template creates with these parameters."""
    config: dict[str, Any] = create("cdn.yaml", **parameters).resources["Distribution"]["DistributionConfig"]
    return config


@dataclass(frozen=True)
class Edge:
    """A cache that is always empty, in front of the origins of a distribution, by their ids."""

    config: Mapping[str, Any]
    origins: Mapping[str, Origin]

    def request(self, method: str, path: str) -> Answer:
        """Return the answer of the origin that the first matching behavior leads to."""
        behavior = self.behavior(path)
        assert method in behavior.get("AllowedMethods", ["GET", "HEAD"])
        for group in self.config.get("OriginGroups", {}).get("Items", ()):
            if group["Id"] == behavior["TargetOriginId"]:
                return self._from_group(group, method, path)
        return self._from_origin(behavior["TargetOriginId"], method, path)

    def behavior(self, path: str) -> Mapping[str, Any]:
        """Return the cache behavior of a path. In patterns, `*` also matches slashes."""
        for behavior in self.config.get("CacheBehaviors", ()):
            if fnmatch.fnmatchcase(path, behavior["PathPattern"]):
                return dict(behavior)
        return dict(self.config["DefaultCacheBehavior"])

    def _from_group(self, group: Mapping[str, Any], method: str, path: str) -> Answer:
        first, second = (member["OriginId"] for member in group["Members"]["Items"])
        answer = self._from_origin(first, method, path)
        if answer.status in group["FailoverCriteria"]["StatusCodes"]["Items"]:
            return self._from_origin(second, method, path)
        return answer

    def _from_origin(self, origin_id: str, method: str, path: str) -> Answer:
        (origin,) = (each for each in self.config["Origins"] if each["Id"] == origin_id)
        return self.origins[origin_id](method, f"{origin.get('OriginPath', '')}{path}")
