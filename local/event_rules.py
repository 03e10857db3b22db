"""Creates the event bus, its rule and the webhook queues from infra/events.yaml, with moto's CloudFormation.

moto delivers events from the bus to the queue. It supports no queue policies and requires none.
"""

from pathlib import Path

from msgspec import Struct

from local.account import STAGE
from local.aws import Clients, Queue, existing_queue
from local.resources import created_outputs

TEMPLATE = Path(__file__).parents[1] / "infra" / "events.yaml"
STACK = "darkroom-events"


class EventResources(Struct, frozen=True):
    """The created resources; `failures` is the dead-letter queue for webhooks."""

    environment: dict[str, str]
    webhooks: Queue
    failures: Queue


def create_event_resources(clients: Clients) -> EventResources:
    """Create the stack; its `environment` turns on events, and webhooks even to loopback URLs."""
    outputs = created_outputs(clients, STACK, TEMPLATE, Stage=STAGE)
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
