"""What infra/edge.js needs of the presets file, as the parameter `OnDemandPolicy` of infra/cdn.yaml."""

import msgspec

from chalicelib.domain.on_demand.negotiation import preset_formats
from chalicelib.domain.presets import Presets
from chalicelib.errors import ConfigurationError
from chalicelib.models import OnDemandPolicy

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
