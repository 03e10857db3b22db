"""Events out, as in production: infra/events.yaml through moto's CloudFormation.

moto brings events from the bus to the queue by itself. It knows no policies of queues, and asks for none.
"""

import warnings
from dataclasses import dataclass
from pathlib import Path

from local.aws import Clients
from local.messages import Queue

TEMPLATE = Path(__file__).parents[1] / "infra" / "events.yaml"
STACK = "darkroom-events"


@dataclass(frozen=True)
class Announcing:
    """What was created; `failures` is where webhooks end that nobody took."""

    environment: dict[str, str]
    webhooks: Queue
    failures: Queue


def create_announcing(clients: Clients) -> Announcing:
    """Create the stack; `environment` switches events and webhooks on, to this machine as well."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Tried to parse AWS::SQS::QueuePolicy")
        clients.cloudformation.create_stack(StackName=STACK, TemplateBody=TEMPLATE.read_text("utf-8"))
    (stack,) = clients.cloudformation.describe_stacks(StackName=STACK)["Stacks"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
    environment = {
        "EVENT_BUS": outputs["EventBus"],
        "WEBHOOKS_TABLE": outputs["WebhooksTable"],
        "WEBHOOKS_QUEUE": outputs["WebhooksQueue"],
        "WEBHOOK_ALLOW_LOOPBACK": "true",
    }
    return Announcing(
        environment,
        webhooks=_queue(clients, outputs["WebhooksQueue"]),
        failures=_queue(clients, outputs["WebhookFailuresQueue"]),
    )


def _queue(clients: Clients, name: str) -> Queue:
    url = clients.sqs.get_queue_url(QueueName=name)["QueueUrl"]
    attributes = clients.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    return Queue(url=url, arn=attributes["QueueArn"])
