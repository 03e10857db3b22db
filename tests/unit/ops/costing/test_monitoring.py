"""Resources are counted with the conditions of their template."""

from pathlib import Path

import pytest

from ops.costing.idle import OPERATIONS, count_resources

TEMPLATE = """
Parameters:
  Stage: {Type: String}
  Queue: {Type: String, Default: ""}
  Days: {Type: Number, Default: 30}
Conditions:
  WithQueue: !Not [!Equals [!Ref Queue, ""]]
  Monthly: !Equals [!Ref Days, "30"]
  Both: !And [!Condition WithQueue, !Condition Monthly]
  Either: !Or [Condition: WithQueue, Condition: Monthly]
Resources:
  Always: {Type: "AWS::SQS::Queue", Properties: {QueueName: !Sub "${Stage}-x", Tags: !If [Both, a, !Sub b]}}
  Sometimes: {Type: "AWS::SQS::Queue", Condition: WithQueue}
  Together: {Type: "AWS::SNS::Topic", Condition: Both}
  Any: {Type: "AWS::SNS::Topic", Condition: Either}
"""


@pytest.mark.parametrize(
    ("parameters", "queues", "topics"),
    [({}, 1, 1), ({"Queue": "q"}, 2, 2), ({"Days": "7"}, 1, 0), ({"Queue": "q", "Days": "7"}, 2, 1)],
    ids=["defaults", "queue", "days", "both"],
)
def test_resources_without_their_condition_do_not_count(
    tmp_path: Path, parameters: dict[str, str], queues: int, topics: int
) -> None:
    template = tmp_path / "template.yaml"
    template.write_text(TEMPLATE, "utf-8")
    counts = count_resources(template, parameters)
    assert (counts["AWS::SQS::Queue"], counts["AWS::SNS::Topic"]) == (queues, topics)


def test_a_condition_of_another_kind_is_an_error(tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    template.write_text(TEMPLATE.replace('!Equals [!Ref Days, "30"]', "!FindInMap [a, b, c]"), "utf-8")
    with pytest.raises(ValueError, match="FindInMap"):
        count_resources(template, {"Queue": "q"})


def test_the_alarms_of_the_template_depend_on_webhooks_and_workflow() -> None:
    webhooks, workflow = {"WebhookFailuresQueue": "q"}, {"StateMachine": "m"}
    counts = [
        count_resources(OPERATIONS, parameters)["AWS::CloudWatch::Alarm"]
        for parameters in ({}, webhooks, workflow, webhooks | workflow)
    ]
    # 15 always; DeliverWebhookErrors and WebhookDeadLetterQueueNotEmpty; six tasks' errors, and the throttles
    # and the duration of workflow_render
    assert counts == [17, 17 + 2, 17 + 8, 17 + 2 + 8]


def test_every_alarm_watches_one_metric() -> None:
    """CloudWatch bills each metric of an alarm, so an alarm with a formula costs more."""
    alarms = OPERATIONS.read_text("utf-8")
    assert alarms.count("AWS::CloudWatch::Alarm") == alarms.count("MetricName: ")
