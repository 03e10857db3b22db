"""Invokes the app's scheduled handler, as EventBridge does."""

import logging
import threading
import uuid
from datetime import UTC, datetime
from typing import Any

from local.account import ACCOUNT, REGION
from local.lambda_function import Function, Invocation

SWEEP_HANDLER = "sweep"

LOGGER = logging.getLogger(__name__)


class Schedule:
    """A thread that invokes the sweep every `every` seconds."""

    def __init__(self, function: Function, *, every: float, timeout: float) -> None:
        self._function, self._every, self._timeout = function, every, timeout
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Start the thread; the first invocation comes after the first interval."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread, and wait for an invocation in progress."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(self._every):
            event = _scheduled_event()
            outcome = self._function.invoke(Invocation(SWEEP_HANDLER, event, event["id"], self._timeout))
            if outcome.failed:
                LOGGER.warning("%s: %s", SWEEP_HANDLER, outcome.payload["errorMessage"])


def _scheduled_event() -> dict[str, Any]:
    """Return the event that EventBridge sends to a scheduled function.

    https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html
    """
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "region": REGION,
        "resources": [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{SWEEP_HANDLER}"],
        "detail": {},
    }
