"""Which deployment a command is for: a stage of Chalice's configuration, or the environment's variables."""

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


def deployment(arguments: argparse.Namespace, env: Mapping[str, str]) -> Darkroom:
    """Wire the application as the deployed one is wired. Raises ConfigurationError."""
    variables = _variables(arguments, env)
    if arguments.function:
        variables["PROCESS_FUNCTION"] = arguments.function
    return Darkroom(variables)


def access(arguments: argparse.Namespace, env: Mapping[str, str]) -> Access:
    """Wire what belongs to the deployment's tokens. Raises ConfigurationError."""
    return Access(_variables(arguments, env))


def webhooks(arguments: argparse.Namespace, env: Mapping[str, str]) -> WithWebhooks:
    """Wire what belongs to the deployment's webhooks. Raises ConfigurationError."""
    return WithWebhooks(_variables(arguments, env))


def memory_mb(stage: str | None) -> int:
    """Return the memory that the functions of a stage, or of any, are deployed with."""
    config = json.loads(CONFIG.read_bytes())
    return int(config["stages"].get(stage, {}).get("lambda_memory_size", config["lambda_memory_size"]))


def _variables(arguments: argparse.Namespace, env: Mapping[str, str]) -> dict[str, str]:
    if not arguments.stage:
        return dict(env)
    config = json.loads(CONFIG.read_bytes())
    named = f"{config['app_name']}-{arguments.stage}-process_upload"
    return {**env, "PROCESS_FUNCTION": named, **_stage_variables(config, arguments.stage)}


def _stage_variables(config: Mapping[str, Any], stage: str) -> Mapping[str, str]:
    stages = config["stages"]
    if stage not in stages:
        raise ConfigurationError(f"{CONFIG.name} has no stage {stage!r}; it has {', '.join(stages)}")
    return {
        **config.get("environment_variables", {}),
        **stages[stage].get("environment_variables", {}),
    }
