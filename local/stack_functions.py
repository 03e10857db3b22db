"""Starts the functions of the local stack with what invokes them: queues, a schedule, Lambda's API."""

from contextlib import ExitStack
from dataclasses import dataclass

from local.aws import Clients
from local.event_formats import Queue
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
from local.poller import Pollers
from local.process import Launcher
from local.resources import Resources, upload_function
from local.schedule import Schedule
from local.workflow import RENDERING_HANDLER, TASK_HANDLERS, Pool


@dataclass(frozen=True, kw_only=True)
class StackFunctions:
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
        deferred = Queue(url=resources.deferred_url, arn=resources.deferred_arn)
        dead_letters = Queue(url=resources.failures_url, arn=resources.failures_arn)
        erasures = Queue(url=resources.erasures_url, arn=resources.erasures_arn)
        pollers = Pollers(
            sqs,
            {
                resources.events_url: [
                    AsynchronousInvocation(sqs, resources, function, self.limits) for function in uploads
                ],
                deferred.url: [self._trigger(deferred, DEFERRED_HANDLER, each) for each in deferring],
                erasures.url: [self._trigger(erasures, ERASURE_HANDLER, erasing)],
                dead_letters.url: [self._trigger(dead_letters, FAILURE_HANDLER, failures)],
            },
        )
        pollers.start()
        self.stopping.callback(pollers.stop)
        self._stop_first([*uploads, *deferring, failures, erasing])
        return uploads

    def start_trigger(self, queue: Queue, handler: str) -> None:
        """Invoke a handler with each message of a queue. Its function starts with the first one."""
        function = Function(self.launcher)
        pollers = Pollers(self.clients.sqs, {queue.url: [self._trigger(queue, handler, function)]})
        pollers.start()
        self.stopping.callback(pollers.stop)
        self._stop_first([function])

    def _several(self) -> list[Function]:
        return [Function(self.launcher) for _ in range(self.workers)]

    def _trigger(self, queue: Queue, handler: str, function: Function) -> QueueTrigger:
        return QueueTrigger(self.clients.sqs, queue, handler, function, self.limits)

    def _stop_first(self, functions: list[Function]) -> None:
        """Stop the functions before what waits for them, which ends its waiting."""
        for function in functions:
            self.stopping.callback(function.stop)
