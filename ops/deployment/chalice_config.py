"""Check that .chalice/config.json has no settings that only `chalice deploy` would apply."""

import json
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ops.cloudformation.names import Stage
from ops.deployment.steps import StepFailed
from ops.templates.parameters import FUNCTIONS

# What `chalice local` and a plain `chalice deploy` need.
_SHIPPED = frozenset({"version", "app_name", "stages"})
# The defaults of the templates.
_SIZES = MappingProxyType(
    {
        "lambda_memory_size": int(FUNCTIONS["Memory"]["Default"]),
        "lambda_timeout": int(FUNCTIONS["Timeout"]["Default"]),
    }
)
_SHIPPED_OF_STAGE = frozenset({"api_gateway_stage"})
_OPTIONS = MappingProxyType(
    {
        "environment_variables": "use --set NAME=VALUE",
        "lambda_memory_size": "use --memory",
        "lambda_timeout": "use --timeout",
        "lambda_architecture": "use --architecture",
        "reserved_concurrency": "use --concurrency",
        "log_retention_in_days": "use --log-days",
        "xray": "use --tracing",
        "api_gateway_custom_domain": "use --domain and --certificate",
        "api_gateway_endpoint_type": "use --endpoint-type",
    }
)
_NO_OPTION = "there is no option for it; deploy the templates of `make release` with your own changes"


def check_config(path: Path, stage: Stage) -> None:
    """Check the file. Raises StepFailed, which names each entry and the option to use instead."""
    try:
        config: dict[str, Any] = json.loads(path.read_bytes())
    except ValueError as error:
        raise StepFailed(f"{path} is not valid JSON: {error}") from error
    entry = config.get("stages", {}).get(stage.name, {})
    changed = {name for name, value in config.items() if _SIZES.get(name) != value}
    found = sorted({*changed - _SHIPPED, *entry.keys() - _SHIPPED_OF_STAGE})
    if found:
        lines = "\n".join(f"  {name}: {_OPTIONS.get(name, _NO_OPTION)}" for name in found)
        raise StepFailed(f"{path.name} has entries that only `chalice deploy` applies; remove them:\n{lines}")
