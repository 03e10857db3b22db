"""Run the functions of a built release as Lambda does, in moto's account."""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local.account import STAGE, sdk_environment
from ops.templates.environment import environment
from ops.templates.intrinsics import camel_case
from tests.deploy import lambda_python
from tests.deploy.account import Account
from tests.deploy.runtime_api import RuntimeApi


@dataclass(frozen=True)
class Functions(Account):
    """The functions of the template, by logical ID. They run until the `processes` are closed.

    `python` is Lambda's Python, `task` is the folder of the unpacked package, and `logs` is a folder for the
    functions' output.
    """

    template: dict[str, Any]
    python: Path
    task: Path
    logs: Path
    processes: ExitStack
    _running: dict[str, RuntimeApi] = field(default_factory=dict)

    def call(self, function: str, event: object) -> Any:
        """Return a function's result. Like Lambda, start the function if none is waiting for an event."""
        if function not in self._running:
            self._running[function] = self.processes.enter_context(self.started(function))
        return self._running[function].invoke(event)

    @contextmanager
    def started(self, function: str, **settings: str) -> Iterator[RuntimeApi]:
        """Run one more process of a function inside the block. `settings` are parameters of the template."""
        properties = self.template["Resources"][function]["Properties"]
        with (
            (self.logs / f"{function}.log").open("wb") as log,
            lambda_python.run_function(
                self.python, self.task, properties["Handler"], self._environment(properties, settings), log
            ) as api,
        ):
            yield api

    def log(self, function: str) -> list[dict[str, Any]]:
        """Return the log entries of the process that was started last."""
        return [json.loads(line) for line in self.lines(function) if line.startswith(b"{")]

    def lines(self, function: str) -> list[bytes]:
        """Return what the process that was started last has written."""
        return (self.logs / f"{function}.log").read_bytes().splitlines()

    def _environment(self, properties: Mapping[str, Any], settings: Mapping[str, str]) -> dict[str, str]:
        logging, name = properties["LoggingConfig"], properties["FunctionName"]["Fn::Sub"]
        name = name.replace("${Stage}", STAGE)
        names = {camel_case(name): value for name, value in self.aws.environment.items()}
        return {
            **sdk_environment(self.aws.environment["AWS_ENDPOINT_URL"]),
            **environment(self.template, {"Stage": STAGE, **names, **settings}),
            "AWS_LAMBDA_FUNCTION_NAME": name,
            "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{name}",
            "AWS_LAMBDA_LOG_FORMAT": logging["LogFormat"],
            "AWS_LAMBDA_LOG_LEVEL": logging["ApplicationLogLevel"],
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": self.template["Parameters"]["Memory"]["Default"],
            # the tests' receivers are on this machine
            "WEBHOOK_ALLOW_LOOPBACK": "true",
        }
