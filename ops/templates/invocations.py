"""Asynchronous invocations: how often Lambda retries them, and where failed ones go."""

from collections.abc import Mapping
from types import MappingProxyType

from ops.templates.functions import logical_id
from ops.templates.intrinsics import Json, ref

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
