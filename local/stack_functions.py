"""Starts the functions of the local stack with what invokes them: queues, a schedule, Lambda's API."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack

from msgspec import Struct

from local.aws import Clients, Queue
from local.event_relay import (
    DEFERRED_HANDLER,
    ERASURE_HANDLER,
    FAILURE_HANDLER,
    AsynchronousInvocation,
    Limits,
    QueueTrigger,
)
from local.lambda_function import Function
from local.lambda_invoke_api import accept_invocations
from local.poller import Deliver, Pollers
from local.process import Launcher
from local.resources import Resources, upload_function
from local.schedule import Schedule
from local.workflow import RENDERING_HANDLER, TASK_HANDLERS, Pool


class StackFunctions(Struct, frozen=True, kw_only=True):
    """Starts functions with a launcher, and lets `stopping` end them.

    `workers` is the number of workers of each function that processes images.
    """

    stopping: ExitStack
    clients: Clients
    resources: Resources
    launcher: Launcher
    limits: Limits
    workers: int

    def start_schedule(self, every: float) -> None:
        """Sweep every so many seconds."""
        function = Function(self.launcher)
        schedule = Schedule(function, every=every, timeout=self.limits.timeout)
        schedule.start()
        self.stopping.callback(schedule.stop)
        self._stop_first([function])

    def start_invoked(self) -> None:
        """Accept invocations of functions by name; each function starts when it is first invoked."""
        tasks, rendering = self._several(), self._several()
        accept_invocations(
            upload_function(self.clients, self.resources)
            | Pool(tasks, self.limits.timeout).functions(TASK_HANDLERS)
            | Pool(rendering, self.limits.timeout).functions([RENDERING_HANDLER])
        )
        self._stop_first([*tasks, *rendering])

    def start_relay(self) -> list[Function]:
        """Return the upload functions, which are started. The others start with their first message."""
        uploads, deferring = self._several(), self._several()
        failures, erasing = Function(self.launcher), Function(self.launcher)
        resources, sqs = self.resources, self.clients.sqs
        self._poll(
            {
                resources.events: [
                    AsynchronousInvocation(sqs, resources, function, self.limits) for function in uploads
                ],
                resources.deferred: self._triggers(resources.deferred, DEFERRED_HANDLER, deferring),
                resources.erasures: self._triggers(resources.erasures, ERASURE_HANDLER, [erasing]),
                resources.failures: self._triggers(resources.failures, FAILURE_HANDLER, [failures]),
            },
            [*uploads, *deferring, failures, erasing],
        )
        return uploads

    def start_trigger(self, queue: Queue, handler: str) -> None:
        """Invoke a handler with each message of a queue. Its function starts with the first one."""
        function = Function(self.launcher)
        self._poll({queue: self._triggers(queue, handler, [function])}, [function])

    def _several(self) -> list[Function]:
        return [Function(self.launcher) for _ in range(self.workers)]

    def _triggers(self, queue: Queue, handler: str, functions: Sequence[Function]) -> Sequence[Deliver]:
        return [QueueTrigger(self.clients.sqs, queue, handler, each, self.limits) for each in functions]

    def _poll(self, deliveries: Mapping[Queue, Sequence[Deliver]], functions: Sequence[Function]) -> None:
        pollers = Pollers(self.clients.sqs, {queue.url: each for queue, each in deliveries.items()})
        pollers.start()
        self.stopping.callback(pollers.stop)
        self._stop_first(functions)

    def _stop_first(self, functions: Sequence[Function]) -> None:
        """Stop the functions before what waits for them, which ends its waiting."""
        for function in functions:
            self.stopping.callback(function.stop)
