"""Run the state machine's definition on moto, with the app's handlers in this process as its tasks."""

import json
import time
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chalice.app import Chalice
from chalice.local import LambdaContext

from local.account import function_name
from local.lambda_invoke_api import Invoker
from local.workflow import TASKS
from tests.functional.conftest import App

WAIT_SECONDS = 60


@dataclass
class Functions:
    """The functions of the workflow.

    For each task, `errors` are raised first, `before` runs once before it, `replacements` run instead of it.
    """

    chalice: Chalice
    errors: defaultdict[str, list[Exception]] = field(default_factory=lambda: defaultdict(list))
    before: dict[str, Callable[[], object]] = field(default_factory=dict)
    replacements: dict[str, Callable[[Any], object]] = field(default_factory=dict)
    invoked: list[str] = field(default_factory=list)

    def handlers(self) -> dict[str, Invoker]:
        return {function_name(f"workflow_{task}"): self._handler(task) for task in TASKS}

    def _handler(self, task: str) -> Invoker:
        def handler(body: str, headers: dict[str, str]) -> bytes:
            self.invoked.append(task)
            try:
                return json.dumps(self._run(task, json.loads(body))).encode()
            except Exception as error:  # noqa: BLE001 - Lambda reports any error
                headers["x-amz-function-error"] = "Unhandled"
                report = {"errorType": type(error).__name__, "errorMessage": str(error)}
                return json.dumps(report).encode()

        return handler

    def _run(self, task: str, event: Any) -> object:
        if self.errors[task]:
            raise self.errors[task].pop(0)
        if task in self.before:
            self.before.pop(task)()
        if task in self.replacements:
            return self.replacements[task](event)
        handler: Any = self.chalice.handler_map[f"workflow_{task}"]
        return handler(event, LambdaContext(task, memory_size=1024, max_runtime_ms=60_000))


@dataclass(frozen=True)
class Machine:
    """The state machine on moto with its functions."""

    app: App
    arn: str
    functions: Functions

    def run(self, key: str, content: bytes) -> dict[str, Any]:
        """Put a file, run the workflow for it, return the finished execution."""
        source = self.app.put(key, content)["Records"][0]["s3"]["object"]["eTag"]
        client = self.app.aws.clients.stepfunctions
        input_ = json.dumps({"key": key, "source": {"etag": source}})
        started = client.start_execution(stateMachineArn=self.arn, name=uuid.uuid4().hex, input=input_)
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            execution: Any = client.describe_execution(executionArn=started["executionArn"])
            if execution["status"] != "RUNNING":
                return dict(execution)
            time.sleep(0.1)
        raise AssertionError("the execution has not finished in time")
