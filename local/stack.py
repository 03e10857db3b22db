"""Starts the parts of the local stack in order, and stops them in reverse order."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import IO, Any

from msgspec import Struct

from local.account import function_name, sdk_environment
from local.api import Api
from local.aws import Clients, connect, serving_aws
from local.aws_pages import PageAccess
from local.cdn.function import node
from local.cdn.resources import Cdn
from local.cdn.running import Surroundings, running_cdn
from local.event_relay import INVALIDATION_HANDLER, WEBHOOK_HANDLER, Limits
from local.event_rules import EventResources, create_event_resources
from local.execution_failures import report_execution_failures
from local.lambda_function import Function, Worker
from local.page_requests import page_origins
from local.process import ROOT, Launcher
from local.rekognition import emulate_rekognition
from local.resources import Resources, create_resources
from local.stack_functions import StackFunctions
from local.template import parameter_default
from local.token import TokenRequest
from local.workflow import RENDERING_HANDLER, create_state_machine
from ops.templates.startup_variables import STARTUP_VARIABLES

ACCESS = ROOT / "infra" / "access.yaml"


class Options(Struct, frozen=True, kw_only=True):
    """Options of the local stack.

    `port` is the API's, `aws_port` moto's and `cdn_port` the CDN's; 0 means any free port. `workers` is the
    number of images that are processed at a time, `timeout` their limit in seconds, `sweep_every` the seconds
    between sweeps, and `workflow` is `direct` or `stepfunctions`. With `events`, events are published and
    webhooks delivered. With `cdn`, anyone may read variants: from a CDN, or from the API if Node is not
    installed, which the CDN needs. `log` gets the output of child processes.
    """

    port: int = 8000
    aws_port: int = 0
    cdn_port: int = 0
    workers: int = 2
    timeout: float = 60
    sweep_every: float = 300
    workflow: str = "direct"
    events: bool = True
    cdn: bool = False
    log: IO[Any] | None = None


class Stack(Struct, frozen=True):
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


class _Emulated(Struct, frozen=True):
    """The emulated AWS, and the app's environment in it."""

    aws_url: str
    clients: Clients
    resources: Resources
    events: EventResources | None
    cdn: Cdn | None
    environment: dict[str, str]


@contextmanager
def running(options: Options) -> Iterator[Stack]:
    """Yield the stack once it is ready. Raises PortTaken, ApiFailed, WorkerFailed, TokenFailed."""
    with ExitStack() as stopping:
        api = Api(options.port)
        prefix = os.environ.get("UPLOAD_PREFIX") or parameter_default(ACCESS, "UploadPrefix")
        emulate_rekognition()
        emulated = _emulate(stopping, options, api, prefix)
        launcher = Launcher({**emulated.environment, **STARTUP_VARIABLES}, log=options.log)
        token = TokenRequest(launcher, "--label", "local")
        stopping.callback(token.stop)
        api.start(launcher)
        stopping.callback(api.stop)
        workers = [each.start() for each in _start_functions(stopping, options, emulated, launcher)]
        for worker in workers:
            worker.wait()
        api.wait()
        yield _stack(api, emulated, token.wait(), workers)


def _stack(api: Api, emulated: _Emulated, token: str, workers: Sequence[Worker]) -> Stack:
    return Stack(
        url=api.url,
        aws_url=emulated.aws_url,
        cdn_url=emulated.cdn.url if emulated.cdn else None,
        token=token,
        signing_key=emulated.cdn.signing_key if emulated.cdn else None,
        environment=emulated.environment,
        pids={
            "stack": os.getpid(),
            "api": api.process.pid,
            "workers": [worker.process.pid for worker in workers],
        },
    )


def _emulate(stopping: ExitStack, options: Options, api: Api, prefix: str) -> _Emulated:
    """Start the emulated AWS and create what the app needs there."""
    aws = stopping.enter_context(serving_aws(options.aws_port))
    clients = connect(aws.url)
    resources = create_resources(clients, prefix)
    origins = page_origins(api.port, os.environ)
    aws.pages.access = PageAccess(origins, resources.upload_bucket, resources.dest_bucket)
    events = create_event_resources(clients) if options.events else None
    around = Surroundings(
        api_url=api.url, aws_url=aws.url, bucket=resources.dest_bucket, page_origins=origins
    )
    cdn = _start_cdn(stopping, clients, options, around)
    environment = {
        **sdk_environment(aws.url),
        **resources.environment(),
        "UPLOAD_PREFIX": prefix,
        "RENDER_FUNCTION": function_name(RENDERING_HANDLER),
        **_workflow(options, clients, resources),
        **(events.environment if events else {}),
        **_access_to_variants(options, cdn),
    }
    return _Emulated(aws.url, clients, resources, events, cdn, environment)


def _start_functions(
    stopping: ExitStack, options: Options, emulated: _Emulated, launcher: Launcher
) -> list[Function]:
    """Let functions be invoked, and return those that process uploads."""
    functions = StackFunctions(
        stopping=stopping,
        clients=emulated.clients,
        resources=emulated.resources,
        launcher=launcher,
        limits=Limits(timeout=options.timeout),
        workers=options.workers,
    )
    functions.start_schedule(options.sweep_every)
    functions.start_invoked()
    if emulated.events:
        functions.start_trigger(emulated.events.webhooks, WEBHOOK_HANDLER)
    if emulated.cdn:
        functions.start_trigger(emulated.cdn.invalidations, INVALIDATION_HANDLER)
    return functions.start_relay()


def _workflow(options: Options, clients: Clients, resources: Resources) -> dict[str, str]:
    """Return the app's settings for the workflow, which is created if it is used."""
    if options.workflow != "stepfunctions":
        return {}
    report_execution_failures(clients.sqs, resources.failures.url)
    return {"WORKFLOW": options.workflow, "STATE_MACHINE": create_state_machine(clients.stepfunctions)}


def _access_to_variants(options: Options, cdn: Cdn | None) -> Mapping[str, str]:
    """Return the app's settings of who may read variants, and where."""
    if cdn:
        return cdn.environment
    return {"PUBLIC_VARIANTS": "true"} if options.cdn else {}


def _start_cdn(stopping: ExitStack, clients: Clients, options: Options, around: Surroundings) -> Cdn | None:
    executable = node() if options.cdn else None
    if executable is None:
        return None
    return stopping.enter_context(running_cdn(options.cdn_port, executable, clients, around))
