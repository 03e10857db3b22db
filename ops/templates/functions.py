"""One function of the app as CloudFormation resources, with its log group."""

import sys

from ops.templates import memory_allocation
from ops.templates.app_model import API_HANDLER, AppModel, Function
from ops.templates.capacity import capacity
from ops.templates.conditions import TRACING
from ops.templates.intrinsics import Json, camel_case, if_, ref, sub
from ops.templates.settings import setting_variables

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
        "Environment": {"Variables": {**setting_variables(), **memory_allocation.VARIABLES}},
        "TracingConfig": {"Mode": if_(TRACING, "Active", "PassThrough")},
        "LoggingConfig": {**_LOGGING, "LogGroup": ref(log_group)},
    }
    return {
        log_group: {"Type": "AWS::Logs::LogGroup", "Properties": logs},
        logical_id(function.name): {"Type": "AWS::Lambda::Function", "Properties": properties},
    }
