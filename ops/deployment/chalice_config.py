"""Check that .chalice/config.json has no settings that only `chalice deploy` would apply."""

import json
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ops.cloudformation.names import Stage
from ops.deployment.steps import StepFailed

# What `chalice local` and a plain `chalice deploy` need. The templates have the same sizes as defaults.
_SHIPPED = frozenset({"version", "app_name", "stages", "lambda_memory_size", "lambda_timeout"})
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
    config: dict[str, Any] = json.loads(path.read_bytes())
    entry = config.get("stages", {}).get(stage.name, {})
    found = sorted({*config.keys() - _SHIPPED, *entry.keys() - _SHIPPED_OF_STAGE})
    if found:
        lines = "\n".join(f"  {name}: {_OPTIONS.get(name, _NO_OPTION)}" for name in found)
        raise StepFailed(f"{path.name} has entries that only `chalice deploy` applies. Remove them:\n{lines}")
