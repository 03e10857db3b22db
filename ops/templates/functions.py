"""One function of the app as CloudFormation resources, with its limits, log group and retries."""

import sys
from collections.abc import Mapping
from types import MappingProxyType

from ops.templates.app_model import API_HANDLER, AppModel, Function
from ops.templates.conditions import CONCURRENCY, ON_DEMAND_CONCURRENCY, TRACING
from ops.templates.intrinsics import Json, camel_case, if_, ref, sub
from ops.templates.settings import setting_variables
from ops.templates.startup_variables import STARTUP_VARIABLES

# Lambda's own lines of successful invocations would be twice as long as ours, which have duration and memory.
# Its lines about timeouts and crashes are warnings, so they stay:
# https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
_LOGGING = {"LogFormat": "JSON", "SystemLogLevel": "WARN", "ApplicationLogLevel": "INFO"}


def logical_id(function: str) -> str:
    """Return the logical ID of a function. Chalice's API document refers to the API's by this name."""
    return "APIHandler" if function == API_HANDLER else camel_case(function)


def role_parameter(function: str) -> str:
    """Return the parameter for a function's role, which is an output of access.yaml: `ProcessUploadRole`."""
    return f"{camel_case(function)}Role"


def function_resources(model: AppModel, function: Function, package: str) -> dict[str, Json]:
    """Return a function and its log group. `package` is the key of the zip file, with parameters."""
    # as Chalice names them
    name = "darkroom-${Stage}" if function.name == API_HANDLER else f"darkroom-${{Stage}}-{function.name}"
    log_group = f"{logical_id(function.name)}Logs"
    logs = {"LogGroupName": sub(f"/aws/lambda/{name}"), "RetentionInDays": ref("LogRetentionDays")}
    properties = {
        "FunctionName": sub(name),
        "Handler": function.handler,
        "Runtime": f"python{sys.version_info.major}.{sys.version_info.minor}",
        "Architectures": [ref("Architecture")],
        "Code": {"S3Bucket": ref("ArtifactBucket"), "S3Key": sub(package)},
        "Role": ref(role_parameter(function.name)),
        **capacity(model, function.name),
        "Environment": {"Variables": {**setting_variables(), **STARTUP_VARIABLES}},
        "TracingConfig": {"Mode": if_(TRACING, "Active", "PassThrough")},
        "LoggingConfig": {**_LOGGING, "LogGroup": ref(log_group)},
    }
    return {
        log_group: {"Type": "AWS::Logs::LogGroup", "Properties": logs},
        logical_id(function.name): {"Type": "AWS::Lambda::Function", "Properties": properties},
    }


# Renders what viewers ask for, while their browsers wait.
_ON_DEMAND = "render_on_demand"
# The only functions whose concurrency can be reserved.
_RESERVATIONS = {
    "process_upload": (CONCURRENCY, "Concurrency"),
    _ON_DEMAND: (ON_DEMAND_CONCURRENCY, "OnDemandConcurrency"),
}
# Lambda takes no function with a longer timeout than its queue's VisibilityTimeout, and recommends a sixth.
_QUEUE_TIMEOUT = 60
# It polls a queue, too, but it renders images, so the queue's VisibilityTimeout exceeds every timeout.
_RENDERS = "process_deferred"


def capacity(model: AppModel, function: str) -> Json:
    """Return the properties of a function that bound what it can use."""
    properties: Json
    if function == _ON_DEMAND:
        properties = {"MemorySize": ref("OnDemandMemory"), "Timeout": ref("OnDemandTimeout")}
    else:
        polls = any(queue.function == function != _RENDERS for queue in model.queues)
        properties = {"MemorySize": ref("Memory"), "Timeout": _QUEUE_TIMEOUT if polls else ref("Timeout")}
    if function in _RESERVATIONS:
        condition, parameter = _RESERVATIONS[function]
        # A reservation of 0 would turn the function off.
        properties["ReservedConcurrentExecutions"] = if_(condition, ref(parameter))
    return properties


_HOUR = 60 * 60
_RETRIES: Mapping[str, Json] = MappingProxyType(
    {
        "process_upload": {
            "MaximumRetryAttempts": 2,
            "MaximumEventAgeInSeconds": 6 * _HOUR,
            "DestinationConfig": {"OnFailure": {"Destination": ref("FailuresQueueArn")}},
        },
        # No retries: the next sweep runs soon enough.
        "sweep": {"MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 300},
    }
)


def invocation_resources(function: str) -> dict[str, Json]:
    """Return the retries of a function, if they differ from Lambda's."""
    if function not in _RETRIES:
        return {}
    name = logical_id(function)
    properties = {"FunctionName": ref(name), "Qualifier": "$LATEST", **_RETRIES[function]}
    return {f"{name}Invocations": {"Type": "AWS::Lambda::EventInvokeConfig", "Properties": properties}}
