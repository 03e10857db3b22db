"""What tests change in an account, behind the back of a stage."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.ministack.stage import Stage


def set_variable(stage: Stage, handler: str, name: str, value: str) -> None:
    """Change an environment variable of a function; the next deployment changes it back."""
    stage.account.client("lambda").update_function_configuration(
        FunctionName=stage.function(handler),
        Environment={"Variables": {**stage.variables(handler), name: value}},
    )


@contextmanager
def denied(stage: Stage, handler: str, action: str) -> Iterator[None]:
    """Deny a function's requests inside the block."""
    iam = stage.account.client("iam")
    role = stage.configuration(handler)["Role"].rpartition("/")[2]
    statement = {"Effect": "Deny", "Action": action, "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_role_policy(RoleName=role, PolicyName="denied", PolicyDocument=policy)
    try:
        yield
    finally:
        iam.delete_role_policy(RoleName=role, PolicyName="denied")


@contextmanager
def received_events(stage: Stage) -> Iterator[Callable[[], list[Any]]]:
    """Send the bus's events to a queue inside the block; yield a function that returns all events so far."""
    sqs, events = stage.account.client("sqs"), stage.account.client("events")
    url = sqs.create_queue(QueueName="events")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    bus, rule = stage.variables()["EVENT_BUS"], "test"
    events.put_rule(EventBusName=bus, Name=rule, EventPattern=json.dumps({"source": ["darkroom"]}))
    events.put_targets(EventBusName=bus, Rule=rule, Targets=[{"Id": "queue", "Arn": arn}])

    received: list[Any] = []

    def receive() -> list[Any]:
        messages = sqs.receive_message(QueueUrl=url).get("Messages", ())
        received.extend(json.loads(message["Body"]) for message in messages)
        return received

    yield receive
    events.remove_targets(EventBusName=bus, Rule=rule, Ids=["queue"])
    events.delete_rule(EventBusName=bus, Name=rule)
    sqs.delete_queue(QueueUrl=url)
