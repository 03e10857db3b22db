"""What infra/cdn.yaml says about a distribution: its behaviors, caching, and which queries reach origins."""

import fnmatch
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from local.account import REGION
from local.process import ROOT
from local.template import parsed
from local.template_evaluation import evaluated
from ops.templates.documents import self_contained

TEMPLATE = ROOT / "infra" / "cdn.yaml"
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
_CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
_DEFAULT_ERROR_TTL = 10


class Lifetimes(Struct, frozen=True, kw_only=True):
    """For how many seconds a behavior's responses are cached, by their headers and within limits."""

    minimum: int
    default: int
    maximum: int


class Distribution(Struct, frozen=True):
    """The `config` of a distribution, and the `resources` of its template by logical ID."""

    config: Mapping[str, Any]
    resources: Mapping[str, Any]

    @classmethod
    def of_template(cls, parameters: Mapping[str, str]) -> "Distribution":
        """Evaluate the template. Parameters without a value must have a default."""
        template = parsed(self_contained(TEMPLATE))
        defaults = {
            name: about["Default"] for name, about in template["Parameters"].items() if "Default" in about
        }
        created = evaluated(template, {**defaults, **parameters}, partition="aws", region=REGION)
        return cls(created.resources["Distribution"]["DistributionConfig"], created.resources)

    def behavior(self, path: str) -> Mapping[str, Any]:
        """Return the cache behavior of a path. In patterns, `*` also matches slashes."""
        for behavior in self.config.get("CacheBehaviors", ()):
            if fnmatch.fnmatchcase(path, behavior["PathPattern"]):
                return dict(behavior)
        return dict(self.config["DefaultCacheBehavior"])

    def lifetimes(self, behavior: Mapping[str, Any]) -> Lifetimes:
        """Return those of the behavior's cache policy, whose key must be the path alone."""
        if behavior["CachePolicyId"] == _CACHING_OPTIMIZED:
            return Lifetimes(minimum=1, default=86_400, maximum=31_536_000)
        policy = self.resources[behavior["CachePolicyId"]]["CachePolicyConfig"]
        return Lifetimes(minimum=policy["MinTTL"], default=policy["DefaultTTL"], maximum=policy["MaxTTL"])

    def error_lifetime(self, status: int) -> int:
        """Return for how many seconds an error is cached, whatever its headers say."""
        for each in self.config.get("CustomErrorResponses", ()):
            if each["ErrorCode"] == status:
                return int(each["ErrorCachingMinTTL"])
        return _DEFAULT_ERROR_TTL

    def forwarded_queries(self, behavior: Mapping[str, Any]) -> frozenset[str]:
        """Return the names of the parameters that origins get. No cache policy of the template adds any."""
        if "OriginRequestPolicyId" not in behavior:
            return frozenset()
        policy = self.resources[behavior["OriginRequestPolicyId"]]["OriginRequestPolicyConfig"]
        return frozenset(policy["QueryStringsConfig"]["QueryStrings"])

    def function_code(self) -> str:
        """Return the code of the function for viewer requests."""
        return str(self.resources["OnDemandFunction"]["FunctionCode"])

    def has_function(self, behavior: Mapping[str, Any]) -> bool:
        """Return whether the behavior calls the function."""
        return bool(behavior.get("FunctionAssociations"))

    def origin_ids(self, behavior: Mapping[str, Any]) -> list[str]:
        """Return the origin of a behavior, or those of its group in order."""
        target = behavior["TargetOriginId"]
        for group in self._groups():
            if group["Id"] == target:
                return [member["OriginId"] for member in group["Members"]["Items"]]
        return [target]

    def failover_codes(self) -> frozenset[int]:
        """Return the statuses for which a group asks its second origin."""
        return frozenset(
            code for group in self._groups() for code in group["FailoverCriteria"]["StatusCodes"]["Items"]
        )

    def origin_path(self, origin_id: str) -> str:
        """Return what precedes the path of requests to an origin."""
        (origin,) = (each for each in self.config["Origins"] if each["Id"] == origin_id)
        return str(origin.get("OriginPath", ""))

    def _groups(self) -> list[Mapping[str, Any]]:
        return list(self.config.get("OriginGroups", {}).get("Items", ()))
