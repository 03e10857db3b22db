"""Start executions of the workflow on Step Functions."""

import json
from typing import TYPE_CHECKING

import msgspec

from chalicelib.aws.errors import translate_errors
from chalicelib.models import Source

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient


class StepFunctionsWorkflow:
    """Starts standard executions. Step Functions accepts each name once in 90 days."""

    def __init__(self, client: "SFNClient", state_machine: str) -> None:
        self._client = client
        self._state_machine = state_machine

    def start(self, name: str, key: str, source: Source) -> bool:
        """Start an execution; return False if its name was used before.

        If boto3 retries a call that succeeded, the result is False although this call started it.
        """
        with translate_errors("Starting the workflow"):
            try:
                self._client.start_execution(
                    stateMachineArn=self._state_machine,
                    name=name,
                    input=json.dumps({"key": key, "source": msgspec.to_builtins(source)}),
                )
            except self._client.exceptions.ExecutionAlreadyExists:
                return False
        return True
