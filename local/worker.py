"""Emulates a Lambda execution environment: loads the app once and runs one invocation at a time.

Usage: `python -m local.worker FD`. FD is a connection that receives each `Invocation` and returns its
`Outcome`.
"""

import importlib
import logging
import sys
import traceback
from multiprocessing.connection import Connection

from chalice.app import Chalice
from chalice.local import LambdaContext

from local.account import function_arn, function_name
from local.lambda_function import READY, Invocation, Outcome
from local.presets import patch_presets
from local.process import follow_parent

LOGGER = logging.getLogger(__name__)

MEMORY_MB = 1024
"""The memory limit that the handler sees; it is not enforced."""


def main() -> None:
    """Run invocations until the parent process ends."""
    follow_parent()
    logging.basicConfig(stream=sys.stdout, format="%(message)s")
    connection: Connection[Outcome, Invocation] = Connection(int(sys.argv[1]))
    patch_presets()
    app: Chalice = importlib.import_module("app").app
    connection.send(READY)
    while True:
        connection.send(_run(app, connection.recv()))


def _run(app: Chalice, invocation: Invocation) -> Outcome:
    try:
        return Outcome(app.handler_map[invocation.handler](invocation.event, _context(invocation)))
    except Exception as error:
        LOGGER.exception("Handler %s failed", invocation.handler)
        trace = traceback.format_tb(error.__traceback__)
        described = {"errorMessage": str(error), "errorType": type(error).__name__, "stackTrace": trace}
        return Outcome(described, failed=True)


def _context(invocation: Invocation) -> LambdaContext:
    name = function_name(invocation.handler)
    context = LambdaContext(name, MEMORY_MB, max_runtime_ms=int(invocation.timeout * 1000))
    context.aws_request_id = invocation.request_id
    context.invoked_function_arn = function_arn(invocation.handler)
    return context


if __name__ == "__main__":
    main()
