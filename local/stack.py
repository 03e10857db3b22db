"""Starts the parts of the local stack in order, and stops them in reverse order."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO, Any

from local.account import sdk_environment
from local.api import Api
from local.aws import AwsServer, Clients, connect
from local.aws_pages import PageAccess
from local.event_formats import Queue
from local.event_relay import (
    DEFAULT_LIMITS,
    DEFERRED_HANDLER,
    ERASURE_HANDLER,
    FAILURE_HANDLER,
    WEBHOOK_HANDLER,
    AsynchronousInvocation,
    Limits,
    QueueTrigger,
)
from local.event_rules import EventResources, create_event_resources
from local.execution_failures import report_execution_failures
from local.face_detection import emulate_face_detection
from local.lambda_function import Function
from local.lambda_invoke_api import accept_invocations
from local.moderation import emulate_moderation
from local.page_requests import page_origins
from local.poller import Pollers
from local.process import ROOT, Launcher
from local.resources import Resources, create_resources, upload_function
from local.schedule import Schedule
from local.template import parameter_default
from local.token import TokenRequest
from local.workflow import Pool, create_state_machine

ACCESS = ROOT / "infra" / "access.yaml"


@dataclass(frozen=True, kw_only=True)
class Options:
    """Options of the local stack.

    `port` is the API's, and `aws_port` moto's; 0 means any free port. `workers` is the number of images that
    are processed at a time, `sweep_every` the seconds between sweeps, and `workflow` is `direct` or
    `stepfunctions`. With `events`, events are published and webhooks delivered. `log` gets the output of
    child processes.
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
    """A running stack: its URLs, an API token, the app's environment, and process IDs by role."""

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
        origins = page_origins(api.port, os.environ)
        aws.pages.access = PageAccess(origins, resources.upload_bucket, resources.dest_bucket)
        environment = sdk_environment(aws.url) | _app_environment(resources, prefix)
        if options.workflow == "stepfunctions":
            report_execution_failures(clients.sqs, resources.failures_url)
            machine = create_state_machine(clients.stepfunctions)
            environment |= {"WORKFLOW": options.workflow, "STATE_MACHINE": machine}
        emulate_moderation()
        emulate_face_detection()
        event_resources = create_event_resources(clients) if options.events else None
        if event_resources:
            environment |= event_resources.environment
        launcher = Launcher(environment, log=options.log)
        token = TokenRequest(launcher)
        stopping.callback(token.stop)
        api.start(launcher)
        stopping.callback(api.stop)
        _start_schedule(stopping, launcher, options)
        _start_tasks(stopping, clients, resources, launcher, options)
        functions = _start_relay(stopping, clients, resources, launcher, options)
        if event_resources:
            _start_webhooks(stopping, clients, event_resources, launcher, options)
        workers = [function.start() for function in functions]
        for worker in workers:
            worker.wait()
        api.wait()
        pids = {
            "stack": os.getpid(),
            "api": api.process.pid,
            "workers": [worker.process.pid for worker in workers],
        }
        yield Stack(api.url, aws.url, token.wait(), environment, pids)


def _app_environment(resources: Resources, prefix: str) -> dict[str, str]:
    return {
        "UPLOAD_BUCKET": resources.upload_bucket,
        "UPLOAD_PREFIX": prefix,
        "DEST_BUCKET": resources.dest_bucket,
        "IMAGES_TABLE": resources.images_table,
        "TOKENS_TABLE": resources.tokens_table,
        "FAILURES_QUEUE": resources.failures_queue,
        "DEFERRED_QUEUE": resources.deferred_queue,
        "ERASURES_QUEUE": resources.erasures_queue,
        "PROCESS_FUNCTION": resources.process_function,
    }


def _start_schedule(stopping: ExitStack, launcher: Launcher, options: Options) -> None:
    function = Function(launcher)
    schedule = Schedule(function, every=options.sweep_every, timeout=options.limits.timeout)
    schedule.start()
    stopping.callback(schedule.stop)
    stopping.callback(function.stop)  # runs first and ends what the schedule waits for


def _start_tasks(
    stopping: ExitStack, clients: Clients, resources: Resources, launcher: Launcher, options: Options
) -> None:
    """Give the workflow its own functions; each starts when it is first invoked."""
    functions = [Function(launcher) for _ in range(options.workers)]
    tasks = Pool(functions, options.limits.timeout).functions()
    accept_invocations(upload_function(clients, resources) | tasks)
    for function in functions:
        stopping.callback(function.stop)


def _start_relay(
    stopping: ExitStack, clients: Clients, resources: Resources, launcher: Launcher, options: Options
) -> list[Function]:
    """Return the upload functions, which are started. The others start with their first message."""
    uploads = [Function(launcher) for _ in range(options.workers)]
    deferring = [Function(launcher) for _ in range(options.workers)]
    failures, erasing = Function(launcher), Function(launcher)
    deferred = Queue(url=resources.deferred_url, arn=resources.deferred_arn)
    dead_letters = Queue(url=resources.failures_url, arn=resources.failures_arn)
    erasures = Queue(url=resources.erasures_url, arn=resources.erasures_arn)
    pollers = Pollers(
        clients.sqs,
        {
            resources.events_url: [
                AsynchronousInvocation(clients.sqs, resources, function, options.limits)
                for function in uploads
            ],
            deferred.url: [
                QueueTrigger(clients.sqs, deferred, DEFERRED_HANDLER, function, options.limits)
                for function in deferring
            ],
            erasures.url: [QueueTrigger(clients.sqs, erasures, ERASURE_HANDLER, erasing, options.limits)],
            dead_letters.url: [
                QueueTrigger(clients.sqs, dead_letters, FAILURE_HANDLER, failures, options.limits)
            ],
        },
    )
    pollers.start()
    stopping.callback(pollers.stop)
    for function in (*uploads, *deferring, failures, erasing):
        stopping.callback(function.stop)  # runs first and ends what the pollers wait for
    return uploads


def _start_webhooks(
    stopping: ExitStack,
    clients: Clients,
    events: EventResources,
    launcher: Launcher,
    options: Options,
) -> None:
    """Deliver webhooks with a function that starts with the first event."""
    function, queue = Function(launcher), events.webhooks
    trigger = QueueTrigger(clients.sqs, queue, WEBHOOK_HANDLER, function, options.limits)
    pollers = Pollers(clients.sqs, {queue.url: [trigger]})
    pollers.start()
    stopping.callback(pollers.stop)
    stopping.callback(function.stop)  # runs first and ends what the poller waits for
