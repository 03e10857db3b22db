"""Starts the parts of the local stack in order, and stops them in reverse order."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO, Any

from local.account import function_name, sdk_environment
from local.api import Api
from local.aws import AwsServer, Clients, connect
from local.aws_pages import PageAccess
from local.cdn.function import node
from local.cdn.running import Cdn, Surroundings, running_cdn
from local.event_relay import DEFAULT_LIMITS, INVALIDATION_HANDLER, WEBHOOK_HANDLER, Limits
from local.event_rules import create_event_resources
from local.execution_failures import report_execution_failures
from local.face_detection import emulate_face_detection
from local.moderation import emulate_moderation
from local.page_requests import page_origins
from local.process import ROOT, Launcher
from local.resources import Resources, create_resources
from local.stack_functions import StackFunctions
from local.template import parameter_default
from local.token import TokenRequest
from local.workflow import RENDERING_HANDLER, create_state_machine

ACCESS = ROOT / "infra" / "access.yaml"


@dataclass(frozen=True, kw_only=True)
class Options:
    """Options of the local stack.

    `port` is the API's, `aws_port` moto's and `cdn_port` the CDN's; 0 means any free port. `workers` is the
    number of images that are processed at a time, `sweep_every` the seconds between sweeps, and `workflow` is
    `direct` or `stepfunctions`. With `events`, events are published and webhooks delivered. With `cdn`,
    anyone may read variants: from a CDN, or from the API if Node is not installed, which the CDN needs. `log`
    gets the output of child processes.
    """

    port: int = 8000
    aws_port: int = 0
    cdn_port: int = 0
    workers: int = 2
    limits: Limits = DEFAULT_LIMITS
    sweep_every: float = 300
    workflow: str = "direct"
    events: bool = True
    cdn: bool = False
    log: IO[Any] | None = None


@dataclass(frozen=True)
class Stack:
    """A running stack: its URLs, an API token, the app's environment, and process IDs by role.

    Without a CDN, there is no `cdn_url`, and no `signing_key` for variants on demand.
    """

    url: str
    aws_url: str
    cdn_url: str | None
    token: str
    signing_key: str | None
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
        around = Surroundings(
            api_url=api.url,
            aws_url=aws.url,
            bucket=resources.dest_bucket,
            page_origins=origins,
            project=ROOT,
        )
        cdn = _start_cdn(stopping, clients, options, around)
        if cdn:
            environment |= cdn.environment
        elif options.cdn:
            environment["PUBLIC_VARIANTS"] = "true"
        launcher = Launcher(environment, log=options.log)
        token = TokenRequest(launcher)
        stopping.callback(token.stop)
        api.start(launcher)
        stopping.callback(api.stop)
        functions = StackFunctions(
            stopping=stopping,
            clients=clients,
            resources=resources,
            launcher=launcher,
            limits=options.limits,
            workers=options.workers,
        )
        functions.start_schedule(options.sweep_every)
        functions.start_invoked()
        uploads = functions.start_relay()
        if event_resources:
            functions.start_trigger(event_resources.webhooks, WEBHOOK_HANDLER)
        if cdn:
            functions.start_trigger(cdn.invalidations, INVALIDATION_HANDLER)
        workers = [function.start() for function in uploads]
        for worker in workers:
            worker.wait()
        api.wait()
        pids = {
            "stack": os.getpid(),
            "api": api.process.pid,
            "workers": [worker.process.pid for worker in workers],
        }
        yield Stack(
            url=api.url,
            aws_url=aws.url,
            cdn_url=cdn.url if cdn else None,
            token=token.wait(),
            signing_key=cdn.signing_key if cdn else None,
            environment=environment,
            pids=pids,
        )


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
        "RENDER_FUNCTION": function_name(RENDERING_HANDLER),
    }


def _start_cdn(
    stopping: ExitStack, clients: Clients, options: Options, surroundings: Surroundings
) -> Cdn | None:
    executable = node() if options.cdn else None
    if executable is None:
        return None
    return stopping.enter_context(running_cdn(options.cdn_port, executable, clients, surroundings))
