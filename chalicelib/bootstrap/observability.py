"""Wire logs, metrics and traces."""

import os
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.config.settings import DEFAULTS, Settings

if TYPE_CHECKING:
    from chalicelib.telemetry.invocation_log import InvocationLog
    from chalicelib.telemetry.invocations import Invocations
    from chalicelib.telemetry.observer import LambdaObserver
    from chalicelib.telemetry.xray import Tracer

# The same as the name of the Chalice app, so that Chalice and the use cases share a logger.
SERVICE = "darkroom"


class WithObservability:
    """Logs, metrics and traces of one process."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env

    @cached_property
    def settings(self) -> Settings:
        """The parsed environment. Raises ConfigurationError."""
        return Settings.from_env(self._env)

    @cached_property
    def observer(self) -> "LambdaObserver":
        """Records the progress of runs."""
        from chalicelib.telemetry.observer import LambdaObserver

        return LambdaObserver(self.invocation_log, self._tracer)

    @cached_property
    def invocations(self) -> "Invocations":
        """Logs and counts each invocation."""
        from chalicelib.telemetry.invocations import Invocations

        return Invocations(self.invocation_log)

    @cached_property
    def invocation_log(self) -> "InvocationLog":
        """Writes the line of each invocation and run."""
        from chalicelib.telemetry.invocation_log import InvocationLog
        from chalicelib.telemetry.logs import make_logger
        from chalicelib.telemetry.metrics import Metrics

        # Not from `settings`: invalid settings must be logged, too.
        stage = self._env.get("STAGE") or DEFAULTS.stage
        # Lambda sets it. The log of the local stack has lines of all functions.
        logger, formatter = make_logger(SERVICE, in_cloudwatch="AWS_LAMBDA_LOG_GROUP_NAME" in self._env)
        return InvocationLog(logger, formatter, Metrics(SERVICE, stage), _trace_header)

    @cached_property
    def _tracer(self) -> "Tracer | None":
        daemon = self._env.get("AWS_XRAY_DAEMON_ADDRESS")
        if not self.settings.tracing or not daemon:
            return None
        from chalicelib.telemetry.xray import Tracer, daemon_address

        return Tracer(daemon_address(daemon), _trace_header)


def _trace_header() -> str:
    # Lambda sets this variable for each invocation, so it is read each time.
    return os.environ.get("_X_AMZN_TRACE_ID", "")
