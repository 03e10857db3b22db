"""Calculate what a deployment uses in a month of 30 days without any images."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from ops.costing.prices import BYTES_PER_GB
from ops.costing.statement import Amounts
from ops.costing.usage import DYNAMODB_WAIT, LOG_SHORT, Deployment
from ops.templates.documents import parsed
from ops.templates.intrinsics import Json

OPERATIONS = Path(__file__).parents[2] / "infra" / "operations.yaml"
_MINUTES = 30 * 24 * 60
# The schedule of `sweep` in app.py.
SWEEPS = _MINUTES // 5
# A sweep queries each shard of open records, those with leases, those whose events are deferred, and
# those of what is due. An eventually consistent query that finds nothing takes half a unit:
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
SHARDS, _UNITS_PER_QUERY = 32, 0.5
# The queues of failures, of deferred events and of images to erase.
QUEUES = 3
# Lambda polls a queue with five concurrent requests, which wait up to 20 seconds for a message. It may use
# fewer: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
_POLLS = 5 * 3 * _MINUTES
# The current and the previous release, each with the package for one architecture.
_RELEASE_BYTES = 2 * 15_000_000

# The one of the API. With a CDN in us-east-1, there is another.
_WEB_ACL: Mapping[str, Amounts] = {"Web ACL": {"web_acl_month": 1, "web_acl_rule_month": 1}}


def idle(deployment: Deployment, call_ms: float, template: Path = OPERATIONS) -> Mapping[str, Amounts]:
    """Return what is used, by item. `call_ms` is the CPU time that a call to AWS takes."""
    queues = QUEUES + deployment.events + deployment.cdn
    polled = f"SQS polling ({queues} queues)"
    return {
        **(_monitoring(deployment, template) if deployment.alarms else {}),
        polled: {"sqs_request": queues * _POLLS},
        f"Sweeps ({SWEEPS:,})": _sweeps(deployment, call_ms),
        **(_WEB_ACL if deployment.web_acl else {}),
        "Release artifacts": {"s3_gb_month": _RELEASE_BYTES / BYTES_PER_GB},
    }


def _monitoring(deployment: Deployment, template: Path) -> Mapping[str, Amounts]:
    parameters: dict[str, str] = {}
    if deployment.events:
        parameters["WebhookFailuresQueue"] = "a-queue"
    if deployment.cdn:
        parameters["InvalidationsQueue"] = "a-queue"
    if deployment.workflow:
        parameters["StateMachine"] = "a-state-machine"
    counts = count_resources(template, parameters)
    alarms = counts["AWS::CloudWatch::Alarm"]
    return {
        f"Alarms ({alarms})": {"alarm_month": alarms},
        "Dashboard": {"dashboard_month": counts["AWS::CloudWatch::Dashboard"]},
        "Key of the alarm topic": {"kms_key_month": counts["AWS::KMS::Key"]},
    }


def _sweeps(deployment: Deployment, call_ms: float) -> Amounts:
    queries = SWEEPS * SHARDS
    return {
        **deployment.lambda_ms(queries * call_ms, queries * DYNAMODB_WAIT),
        "lambda_request": SWEEPS,
        "dynamodb_read": queries * _UNITS_PER_QUERY,
        "logs_gb": SWEEPS * LOG_SHORT / BYTES_PER_GB,
    }


def count_resources(template: Path, parameters: Mapping[str, str]) -> Counter[str]:
    """Count the resources by type. Parameters that are not given have their defaults.

    Raises ValueError for a condition that uses something other than Condition, Equals, Not, And and Or.
    """
    document = parsed(template.read_text("utf-8"))
    declared = document["Parameters"].items()
    defaults = {name: str(each["Default"]) for name, each in declared if "Default" in each}
    conditions = _Conditions(document["Conditions"], {**defaults, **parameters})
    return Counter(
        resource["Type"]
        for resource in document["Resources"].values()
        if "Condition" not in resource or conditions.hold({"Condition": resource["Condition"]})
    )


class _Conditions(Struct, frozen=True):
    """The conditions of a template by name, and the values of its parameters."""

    defined: Mapping[str, Json]
    values: Mapping[str, str]

    def hold(self, condition: Json) -> bool:
        ((function, argument),) = condition.items()
        match function:
            case "Condition":
                holds = self.hold(self.defined[argument])
            case "Fn::Equals":
                first, second = map(self._value, argument)
                holds = first == second
            case "Fn::Not":
                holds = not self.hold(argument[0])
            case "Fn::And":
                holds = all(map(self.hold, argument))
            case "Fn::Or":
                holds = any(map(self.hold, argument))
            case _:
                raise ValueError(f"cannot evaluate {function} in a condition")
        return holds

    def _value(self, operand: str | Json) -> str:
        return self.values[operand["Ref"]] if isinstance(operand, dict) else operand
