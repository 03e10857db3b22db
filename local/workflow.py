"""Emulates Step Functions: moto runs infra/workflow.asl.json, and workers run its tasks."""

import json
import uuid
from collections.abc import Iterable, Sequence
from queue import Queue
from typing import TYPE_CHECKING

from moto.core.config import default_user_config

from local.account import ACCOUNT, function_name
from local.lambda_function import Function, Invocation
from local.lambda_invoke_api import Invoker
from local.process import ROOT

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

DEFINITION = ROOT / "infra" / "workflow.asl.json"
STATE_MACHINE = "darkroom-local"
RENDERING_HANDLER = "render_on_demand"
TASKS = ("inspect", "moderate", "render", "finalize", "publish", "record_failure")
TASK_HANDLERS = tuple(f"workflow_{task}" for task in TASKS)


class Pool:
    """A pool of functions; each runs one invocation at a time."""

    def __init__(self, functions: Sequence[Function], timeout: float) -> None:
        self._timeout = timeout
        self._idle: Queue[Function] = Queue()
        for function in functions:
            self._idle.put(function)

    def invoker(self, handler: str) -> Invoker:
        """Return an invoker that runs a handler and waits for its result."""

        def invoke(body: str, headers: dict[str, str]) -> bytes:
            invocation = Invocation(handler, json.loads(body), str(uuid.uuid4()), self._timeout)
            function = self._idle.get()
            try:
                outcome = function.invoke(invocation)
            finally:
                self._idle.put(function)
            if outcome.failed:
                headers["x-amz-function-error"] = "Unhandled"
            return json.dumps(outcome.payload).encode()

        return invoke

    def functions(self, handlers: Iterable[str]) -> dict[str, Invoker]:
        """Return the functions of handlers by name."""
        return {function_name(handler): self.invoker(handler) for handler in handlers}


def create_state_machine(stepfunctions: "SFNClient") -> str:
    """Create the state machine, as the template in infra/ does, and return its ARN."""
    default_user_config["stepfunctions"] = {"execute_state_machine": True}
    definition = DEFINITION.read_text("utf-8").replace("${Partition}", "aws")
    for task in TASKS:
        # As in CloudFormation's DefinitionSubstitutions.
        placeholder = f"${{{task.title().replace('_', '')}Function}}"
        definition = definition.replace(placeholder, function_name(f"workflow_{task}"))
    created = stepfunctions.create_state_machine(
        name=STATE_MACHINE,
        definition=definition,
        roleArn=f"arn:aws:iam::{ACCOUNT}:role/{STATE_MACHINE}",
    )
    return created["stateMachineArn"]
