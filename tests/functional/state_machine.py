"""moto's Step Functions run the real definition; its tasks are the app's handlers, here in this process."""

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
from local.invoking import Invoker
from local.workflow import TASKS
from tests.functional.conftest import App

WAIT_SECONDS = 60


@dataclass
class Functions:
    """The workflow's functions. Of each task, `faults` are raised first; `meanwhile` happens before it."""

    chalice: Chalice
    faults: defaultdict[str, list[Exception]] = field(default_factory=lambda: defaultdict(list))
    meanwhile: dict[str, Callable[[], object]] = field(default_factory=dict)
    instead: dict[str, Callable[[Any], object]] = field(default_factory=dict)
    invoked: list[str] = field(default_factory=list)

    def answers(self) -> dict[str, Invoker]:
        return {function_name(f"workflow_{task}"): self._answer(task) for task in TASKS}

    def _answer(self, task: str) -> Invoker:
        def answer(body: str, headers: dict[str, str]) -> bytes:
            self.invoked.append(task)
            try:
                return json.dumps(self._run(task, json.loads(body))).encode()
            except Exception as error:  # noqa: BLE001 - whatever it is, Lambda hands it on
                headers["x-amz-function-error"] = "Unhandled"
                report = {"errorType": type(error).__name__, "errorMessage": str(error)}
                return json.dumps(report).encode()

        return answer

    def _run(self, task: str, event: Any) -> object:
        if self.faults[task]:
            raise self.faults[task].pop(0)
        if task in self.meanwhile:
            self.meanwhile.pop(task)()
        if task in self.instead:
            return self.instead[task](event)
        handler: Any = self.chalice.handler_map[f"workflow_{task}"]
        return handler(event, LambdaContext(task, memory_size=1024, max_runtime_ms=60_000))


@dataclass(frozen=True)
class Machine:
    """The state machine on moto, and its functions."""

    app: App
    arn: str
    functions: Functions

    def run(self, key: str, content: bytes) -> dict[str, Any]:
        """Put a file, execute the workflow about it, return the ended execution."""
        source = self.app.put(key, content)["Records"][0]["s3"]["object"]["eTag"]
        client = self.app.aws.clients.stepfunctions
        order = json.dumps({"key": key, "source": {"etag": source}})
        started = client.start_execution(stateMachineArn=self.arn, name=uuid.uuid4().hex, input=order)
        patience = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < patience:
            execution: Any = client.describe_execution(executionArn=started["executionArn"])
            if execution["status"] != "RUNNING":
                return dict(execution)
            time.sleep(0.1)
        raise AssertionError("the execution does not end")
