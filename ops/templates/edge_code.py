"""The code and the policy of the CloudFront function in infra/edge.js.

A function has at most 10 KB, so that the code has no comments. Its policy is a parameter of the template.
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-functions
"""

import re

import msgspec
from msgspec import structs

from chalicelib.domain.on_demand.negotiation import preset_formats
from chalicelib.domain.presets import Presets
from chalicelib.models import OnDemandPolicy

MAX_BYTES = 10_240
"""The most that the code and the policy may have together."""

_COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)
_INDENTATION = re.compile(r"^\s+", re.MULTILINE)
_POLICY = re.compile(r"(?<=^const POLICY = )\{.*\}(?=;$)", re.MULTILINE)


def around_policy(source: str) -> tuple[str, str]:
    """Return the code before the policy and the code after it. Raises ValueError if there is no policy."""
    before, after = _POLICY.split(_INDENTATION.sub("", _COMMENT.sub("", source)))
    return before, after


def with_policy(source: str, policy: str) -> str:
    """Return the code with this policy in JSON."""
    return policy.join(around_policy(source))


def policy_of(presets: Presets) -> str:
    """Return the policy in JSON: what anyone may request, and the formats of presets by name.

    It is empty if nothing is rendered on demand.
    """
    if not presets.renders_on_demand:
        return ""
    named = {name: preset_formats(spec) for name, spec in presets.on_demand_presets.items()}
    policy = structs.asdict(presets.on_demand or OnDemandPolicy())
    return msgspec.json.encode({**policy, "presets": named}).decode()
