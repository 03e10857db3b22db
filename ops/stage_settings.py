"""Build the application with the settings of a deployed stage, or from the environment.

A stage's settings are the environment variables of its function `process_upload`, so that they are the same
in every checkout, and however the stage was deployed.
"""

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from boto3.session import Session

from chalicelib.bootstrap.application import Darkroom
from chalicelib.config.enums import KernelMode
from chalicelib.errors import ConfigurationError
from ops.cloudformation.names import Stage

if TYPE_CHECKING:
    from mypy_boto3_lambda.type_defs import FunctionConfigurationResponseTypeDef

# The default of the templates and of .chalice/config.json.
DEFAULT_MEMORY_MB = 1769


def load_variables(arguments: argparse.Namespace, env: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of the deployed functions, or of the environment. Raises ConfigurationError."""
    if not arguments.stage:
        return dict(env)
    variables = _function(Stage.named(arguments.stage)).get("Environment", {}).get("Variables", {})
    # This machine's own choice says nothing about the functions, whose package has the kernel.
    return {**env, "DARKROOM_KERNEL": KernelMode.ON, **variables}


def load_darkroom(arguments: argparse.Namespace, env: Mapping[str, str]) -> Darkroom:
    """Build the application with the settings of the deployed functions. Raises ConfigurationError."""
    variables = load_variables(arguments, env)
    if arguments.function:
        variables["PROCESS_FUNCTION"] = arguments.function
    return Darkroom(variables)


def memory_mb(stage: str | None) -> int:
    """Return the memory of a stage's functions; without a stage, the default. Raises ConfigurationError."""
    return _function(Stage.named(stage))["MemorySize"] if stage else DEFAULT_MEMORY_MB


def _function(stage: Stage) -> "FunctionConfigurationResponseTypeDef":
    client, name = Session().client("lambda"), stage.function("process_upload")
    try:
        return client.get_function_configuration(FunctionName=name)
    except client.exceptions.ResourceNotFoundException:
        raise ConfigurationError(
            f"There is no stage {stage.name!r} in this account and region: the function {name} does not exist"
        ) from None
