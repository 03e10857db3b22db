"""Wire logs, metrics and traces."""

import os
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.config.settings import Settings

if TYPE_CHECKING:
    from aws_lambda_powertools.logging import Logger

    from chalicelib.telemetry.invocations import Invocations
    from chalicelib.telemetry.metrics import Metrics
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

        return LambdaObserver(self._logger, self._metrics, self._tracer)

    @cached_property
    def invocations(self) -> "Invocations":
        """Logs and counts each invocation."""
        from chalicelib.telemetry.invocations import Invocations

        return Invocations(self._logger, self._metrics)

    @property
    def _stage(self) -> str:
        # Not from `settings`: invalid settings must be logged, too.
        return self._env.get("STAGE") or Settings.stage

    @cached_property
    def _logger(self) -> "Logger":
        from chalicelib.telemetry.logs import make_logger

        return make_logger(SERVICE, self._stage)

    @cached_property
    def _metrics(self) -> "Metrics":
        from chalicelib.telemetry.metrics import Metrics

        return Metrics(SERVICE, self._stage)

    @cached_property
    def _tracer(self) -> "Tracer | None":
        daemon = self._env.get("AWS_XRAY_DAEMON_ADDRESS")
        if not self.settings.tracing or not daemon:
            return None
        from chalicelib.telemetry.xray import Tracer, daemon_address

        # Lambda sets this variable for each invocation, so it is read each time.
        return Tracer(daemon_address(daemon), header=lambda: os.environ.get("_X_AMZN_TRACE_ID", ""))
