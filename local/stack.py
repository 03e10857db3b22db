"""Starts all parts of the local stack in the right order, and stops them in the opposite one."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO, Any

from local.account import sdk_environment
from local.api import Api
from local.aws import AwsServer, Clients, connect
from local.event_rules import Announcing, create_announcing
from local.execution_failures import report_losses
from local.function import Function
from local.invoking import accept_invocations
from local.messages import Queue
from local.moderation import find_labels
from local.poller import Pollers
from local.process import ROOT, Home
from local.relay import (
    DEFAULT_LIMITS,
    FAILURE_HANDLER,
    WEBHOOK_HANDLER,
    AsynchronousInvocation,
    Limits,
    QueueTrigger,
)
from local.resources import Resources, create_resources, upload_function
from local.schedule import Schedule
from local.template import parameter_default
from local.token import TokenOrder
from local.workflow import Pool, create_state_machine

ACCESS = ROOT / "infra" / "access.yaml"


@dataclass(frozen=True, kw_only=True)
class Options:
    """`port` is the API's, `aws_port` moto's, 0 a free one. `log` takes the children's output.

    `workers` is how many pictures are processed at a time, `sweep_every` the seconds between two sweeps,
    `workflow` who processes them: `direct` or `stepfunctions`.
    `events`: outcomes are published, and webhooks delivered.
    """

    port: int = 8000
    aws_port: int = 0
    workers: int = 2
    limits: Limits = DEFAULT_LIMITS
    sweep_every: float = 300
    workflow: str = "direct"
    events: bool = True
    log: IO[Any] | None = None


@dataclass(frozen=True)
class Stack:
    """A running stack: where it answers and to whom, what the app reads, its processes by what they do."""

    url: str
    aws_url: str
    token: str
    environment: dict[str, str]
    pids: dict[str, Any]


@contextmanager
def running(options: Options) -> Iterator[Stack]:
    """Yield the stack once it is ready. Raises PortTaken, ApiFailed, WorkerFailed, TokenFailed."""
    with ExitStack() as stopping:
        api = Api(options.port)
        aws = stopping.enter_context(AwsServer(options.aws_port))
        clients = connect(aws.url)
        prefix = os.environ.get("UPLOAD_PREFIX") or parameter_default(ACCESS, "UploadPrefix")
        resources = create_resources(clients, prefix)
        environment = sdk_environment(aws.url) | _app_environment(resources, prefix)
        if options.workflow == "stepfunctions":
            report_losses(clients.sqs, resources.failures_url)
            machine = create_state_machine(clients.stepfunctions)
            environment |= {"WORKFLOW": options.workflow, "STATE_MACHINE": machine}
        find_labels()
        announcing = create_announcing(clients) if options.events else None
        if announcing:
            environment |= announcing.environment
        home = Home(environment, log=options.log)
        order = TokenOrder(home)
        stopping.callback(order.stop)
        api.start(home)
        stopping.callback(api.stop)
        _start_schedule(stopping, home, options)
        _start_tasks(stopping, clients, resources, home, options)
        functions = _start_relay(stopping, clients, resources, home, options)
        if announcing:
            _start_webhooks(stopping, clients, announcing, home, options)
        workers = [function.start() for function in functions]
        for worker in workers:
            worker.wait()
        api.wait()
        pids = {
            "stack": os.getpid(),
            "api": api.process.pid,
            "workers": [worker.process.pid for worker in workers],
        }
        yield Stack(api.url, aws.url, order.wait(), environment, pids)


def _app_environment(resources: Resources, prefix: str) -> dict[str, str]:
    return {
        "UPLOAD_BUCKET": resources.upload_bucket,
        "UPLOAD_PREFIX": prefix,
        "DEST_BUCKET": resources.dest_bucket,
        "IMAGES_TABLE": resources.images_table,
        "TOKENS_TABLE": resources.tokens_table,
        "FAILURES_QUEUE": resources.failures_queue,
        "PROCESS_FUNCTION": resources.process_function,
    }


def _start_schedule(stopping: ExitStack, home: Home, options: Options) -> None:
    function = Function(home)
    schedule = Schedule(function, every=options.sweep_every, timeout=options.limits.timeout)
    schedule.start()
    stopping.callback(schedule.stop)
    stopping.callback(function.stop)  # first, as it ends what the schedule waits for


def _start_tasks(
    stopping: ExitStack, clients: Clients, resources: Resources, home: Home, options: Options
) -> None:
    """Let the workflow have functions of its own; each starts when it is first invoked."""
    functions = [Function(home) for _ in range(options.workers)]
    tasks = Pool(functions, options.limits.timeout).functions()
    accept_invocations(upload_function(clients, resources) | tasks)
    for function in functions:
        stopping.callback(function.stop)


def _start_relay(
    stopping: ExitStack, clients: Clients, resources: Resources, home: Home, options: Options
) -> list[Function]:
    """Return the functions for uploads, started; the one for failures starts with the first failure."""
    uploads = [Function(home) for _ in range(options.workers)]
    failures = Function(home)
    letters = Queue(url=resources.failures_url, arn=resources.failures_arn)
    pollers = Pollers(
        clients.sqs,
        {
            resources.events_url: [
                AsynchronousInvocation(clients.sqs, resources, function, options.limits)
                for function in uploads
            ],
            letters.url: [QueueTrigger(clients.sqs, letters, FAILURE_HANDLER, failures, options.limits)],
        },
    )
    pollers.start()
    stopping.callback(pollers.stop)
    for function in (*uploads, failures):
        stopping.callback(function.stop)  # first of all, as it ends what the pollers wait for
    return uploads


def _start_webhooks(
    stopping: ExitStack, clients: Clients, announcing: Announcing, home: Home, options: Options
) -> None:
    """Deliver webhooks by a function that starts with the first event."""
    function, queue = Function(home), announcing.webhooks
    trigger = QueueTrigger(clients.sqs, queue, WEBHOOK_HANDLER, function, options.limits)
    pollers = Pollers(clients.sqs, {queue.url: [trigger]})
    pollers.start()
    stopping.callback(pollers.stop)
    stopping.callback(function.stop)  # first, as it ends what the poller waits for
