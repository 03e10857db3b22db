"""One stage of Chalice's configuration, from what the stacks put out. What a user has added to it stays."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from chalicelib.config.settings import Settings
from ops.stage.names import Stage, handler_of, setting_of

API_HANDLER = "api_handler"
UPLOADS = "process_upload"
# Lambda takes no function that may run for longer than its queue hides a message: the templates say 360
# seconds, six times these.
_QUEUE_CONSUMERS = ("process_failures", "deliver_webhook")
_CONSUMER_TIMEOUT = 60
_SETTINGS = frozenset(field.name for field in fields(Settings))


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """What the functions get; None leaves it as it is. Memory in MB, seconds, days.

    `concurrency` is how many images may be processed at a time, 0 as many as the account allows.
    """

    memory: int | None = None
    timeout: int | None = None
    concurrency: int | None = None
    log_days: int | None = None


# 1,769 MB are one whole processor: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
_DEFAULTS = Sizes(memory=1769, timeout=60, log_days=30)
CONCURRENCY = 50


def stage_config(
    existing: Mapping[str, Any],
    stage: Stage,
    *,
    storage: Mapping[str, str],
    roles: Mapping[str, str],
    sizes: Sizes,
    environment: Mapping[str, str | None],
) -> dict[str, Any]:
    """Return the stage's entry: `existing`, with ours over it.

    `storage` and `roles` are stacks' outputs. A variable of `environment` that is None is not to be set.
    """
    entry = dict(existing)
    variables = {
        **entry.get("environment_variables", {}),
        **environment,
        **settings_in(storage),
        "PROCESS_FUNCTION": stage.function(UPLOADS),
        "STAGE": stage.name,
    }
    memory = sizes.memory or entry.get("lambda_memory_size") or _DEFAULTS.memory
    timeout = sizes.timeout or entry.get("lambda_timeout") or _DEFAULTS.timeout
    return entry | {
        # part of the API's metrics, which would else be mixed with those of other stages
        "api_gateway_stage": stage.name,
        "lambda_architecture": entry.get("lambda_architecture", "arm64"),
        "lambda_memory_size": memory,
        "lambda_timeout": timeout,
        "lambda_functions": _functions(entry.get("lambda_functions", {}), roles, sizes),
        "environment_variables": {name: value for name, value in variables.items() if value is not None},
    }


def settings_in(outputs: Mapping[str, str]) -> dict[str, str]:
    """Return the variables for those outputs of a stack that the app has a setting for."""
    return {
        setting_of(output).upper(): value
        for output, value in outputs.items()
        if setting_of(output) in _SETTINGS
    }


def _functions(
    existing: Mapping[str, Mapping[str, Any]], roles: Mapping[str, str], sizes: Sizes
) -> dict[str, dict[str, Any]]:
    """Return an entry for each function that has a role."""
    functions = {handler_of(output): arn for output, arn in sorted(roles.items()) if output.endswith("Role")}
    entries = {
        handler: {**existing.get(handler, {}), "manage_iam_role": False, "iam_role_arn": arn}
        for handler, arn in functions.items()
    }
    for handler, entry in entries.items():
        # Chalice would name this one's log group as no function is named; infra/access.yaml has it
        if handler != API_HANDLER:
            entry["log_retention_in_days"] = (
                sizes.log_days or entry.get("log_retention_in_days") or _DEFAULTS.log_days
            )
        if handler in _QUEUE_CONSUMERS:
            entry["lambda_timeout"] = _CONSUMER_TIMEOUT
    if sizes.concurrency is not None:
        entries[UPLOADS]["reserved_concurrency"] = sizes.concurrency or None
    return entries


def says_concurrency(entry: Mapping[str, Any]) -> bool:
    """Tell whether a stage's entry says how many images may be processed at a time."""
    return "reserved_concurrency" in entry.get("lambda_functions", {}).get(UPLOADS, {})


@dataclass(frozen=True)
class ConfigFile:
    """`.chalice/config.json` of a project."""

    path: Path

    def stage(self, stage: Stage) -> dict[str, Any]:
        """Return the entry of a stage; empty if there is none."""
        entry: dict[str, Any] = self._read()["stages"].get(stage.name, {})
        return entry

    def write(self, stage: Stage, entry: Mapping[str, Any]) -> bool:
        """Set the entry of a stage; False if it was the same before."""
        config = self._read()
        if config["stages"].get(stage.name) == entry:
            return False
        config["stages"][stage.name] = entry
        self._save(config)
        return True

    def remove(self, stage: Stage) -> None:
        """Drop the entry of a stage, if there is one."""
        config = self._read()
        if config["stages"].pop(stage.name, None) is not None:
            self._save(config)

    def _read(self) -> dict[str, Any]:
        config: dict[str, Any] = json.loads(self.path.read_bytes())
        return config

    def _save(self, config: Mapping[str, Any]) -> None:
        self.path.write_text(f"{json.dumps(config, indent=2)}\n", "utf-8")
