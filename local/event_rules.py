"""Creates the event bus, its rule and the webhook queues from infra/events.yaml, with moto's CloudFormation.

moto delivers events from the bus to the queue. It supports no queue policies and requires none.
"""

import warnings
from dataclasses import dataclass
from pathlib import Path

from local.account import STAGE
from local.aws import Clients
from local.queues import Queue, existing_queue

TEMPLATE = Path(__file__).parents[1] / "infra" / "events.yaml"
STACK = "darkroom-events"


@dataclass(frozen=True)
class EventResources:
    """The created resources; `failures` is the dead-letter queue for webhooks."""

    environment: dict[str, str]
    webhooks: Queue
    failures: Queue


def create_event_resources(clients: Clients) -> EventResources:
    """Create the stack; its `environment` turns on events, and webhooks even to loopback URLs."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Tried to parse AWS::SQS::QueuePolicy")
        clients.cloudformation.create_stack(
            StackName=STACK,
            TemplateBody=TEMPLATE.read_text("utf-8"),
            Parameters=[{"ParameterKey": "Stage", "ParameterValue": STAGE}],
        )
    (stack,) = clients.cloudformation.describe_stacks(StackName=STACK)["Stacks"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
    environment = {
        "EVENT_BUS": outputs["EventBus"],
        "WEBHOOKS_TABLE": outputs["WebhooksTable"],
        "WEBHOOKS_QUEUE": outputs["WebhooksQueue"],
        "WEBHOOK_ALLOW_LOOPBACK": "true",
    }
    return EventResources(
        environment,
        webhooks=existing_queue(clients.sqs, outputs["WebhooksQueue"]),
        failures=existing_queue(clients.sqs, outputs["WebhookFailuresQueue"]),
    )
