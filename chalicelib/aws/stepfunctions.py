"""The workflow, on Step Functions."""

import json
from typing import TYPE_CHECKING

import msgspec

from chalicelib.aws.errors import translated
from chalicelib.models import Source

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient


class StepFunctionsWorkflow:
    """Starts standard executions: of these, Step Functions runs each name once in 90 days."""

    def __init__(self, client: "SFNClient", state_machine: str) -> None:
        self._client = client
        self._state_machine = state_machine

    def start(self, name: str, key: str, source: Source) -> bool:
        """StartExecution. Where boto3 repeats an unheard call, either answer means that it runs."""
        with translated("Starting the workflow"):
            try:
                self._client.start_execution(
                    stateMachineArn=self._state_machine,
                    name=name,
                    input=json.dumps({"key": key, "source": msgspec.to_builtins(source)}),
                )
            except self._client.exceptions.ExecutionAlreadyExists:
                return False
        return True
