"""The CloudFront function in infra/edge.js: its code, and its policy, which the presets file decides.

A function has at most 10 KB, so that the code has no comments. Its policy is the parameter `OnDemandPolicy`
of infra/cdn.yaml.
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-functions
"""

import re

import msgspec

from chalicelib.domain.on_demand.negotiation import preset_formats
from chalicelib.domain.presets import Presets
from chalicelib.errors import ConfigurationError
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


MAX_LENGTH = 2600
"""The most characters that the template accepts: a CloudFront function has at most 10 KB with its policy."""


def edge_policy(presets: Presets) -> str:
    """Return the policy as JSON without spaces, in ASCII; empty if nothing is rendered on demand."""
    if not presets.renders_on_demand:
        return ""
    formats = {name: preset_formats(spec) for name, spec in presets.on_demand_presets.items()}
    policy = msgspec.to_builtins(presets.on_demand or OnDemandPolicy())
    return msgspec.json.encode({**policy, "presets": formats}).decode()


def check_length(policy: str) -> None:
    """Check that the template accepts a policy. Raises ConfigurationError."""
    if len(policy) > MAX_LENGTH:
        raise ConfigurationError(
            f"The presets that the CDN must know take {len(policy):,} characters of {MAX_LENGTH:,};"
            ' use fewer or shorter names of presets with "when": "on_demand", or fewer widths'
        )
