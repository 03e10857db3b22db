"""Build the application with the settings of a stage in .chalice/config.json, or from the environment."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chalicelib.bootstrap.access import Access
from chalicelib.bootstrap.application import Darkroom
from chalicelib.bootstrap.webhooks import WithWebhooks
from chalicelib.errors import ConfigurationError

CONFIG = Path(__file__).parents[1] / ".chalice" / "config.json"


def load_darkroom(arguments: argparse.Namespace, env: Mapping[str, str]) -> Darkroom:
    """Build the application with the settings of the deployed functions. Raises ConfigurationError."""
    variables = _variables(arguments, env)
    if arguments.function:
        variables["PROCESS_FUNCTION"] = arguments.function
    return Darkroom(variables)


def load_access(arguments: argparse.Namespace, env: Mapping[str, str]) -> Access:
    """Build the part that manages API tokens. Raises ConfigurationError."""
    return Access(_variables(arguments, env))


def load_webhooks(arguments: argparse.Namespace, env: Mapping[str, str]) -> WithWebhooks:
    """Build the part that manages webhooks. Raises ConfigurationError."""
    return WithWebhooks(_variables(arguments, env))


def memory_mb(stage: str | None) -> int:
    """Return the configured memory of a stage's functions; without a stage, the default for all stages."""
    config = json.loads(CONFIG.read_bytes())
    return int(config["stages"].get(stage, {}).get("lambda_memory_size", config["lambda_memory_size"]))


def _variables(arguments: argparse.Namespace, env: Mapping[str, str]) -> dict[str, str]:
    if not arguments.stage:
        return dict(env)
    config = json.loads(CONFIG.read_bytes())
    function = f"{config['app_name']}-{arguments.stage}-process_upload"
    return {**env, "PROCESS_FUNCTION": function, **_stage_variables(config, arguments.stage)}


def _stage_variables(config: Mapping[str, Any], stage: str) -> Mapping[str, str]:
    stages = config["stages"]
    if stage not in stages:
        raise ConfigurationError(
            f"{CONFIG.name} has no stage {stage!r}. Its stages are: {', '.join(stages)}."
        )
    return {
        **config.get("environment_variables", {}),
        **stages[stage].get("environment_variables", {}),
    }
