"""Emulates the EventBridge rule that sends failed workflow executions to the dead-letter queue."""

import json
from typing import TYPE_CHECKING

from moto.stepfunctions.parser.backend.execution import BaseExecutionWorkerCommunication, Execution

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

FAILED = ("FAILED", "TIMED_OUT", "ABORTED")
_TERMINATED = BaseExecutionWorkerCommunication.terminated


def report_execution_failures(sqs: "SQSClient", failures_url: str) -> None:
    """Send failures to the queue, as infra/workflow.yaml does; a second call replaces the first."""

    def terminated(communication: BaseExecutionWorkerCommunication) -> None:
        _TERMINATED(communication)
        if communication.execution.status in FAILED:
            sqs.send_message(QueueUrl=failures_url, MessageBody=_event(communication.execution))

    BaseExecutionWorkerCommunication.terminated = terminated  # type: ignore[assignment,method-assign]  # moto has no hook


def _event(execution: Execution) -> str:
    """Return the parts of EventBridge's event that the app reads.

    https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
    """
    detail = {
        "executionArn": execution.exec_arn,
        "name": execution.name,
        "status": execution.status,
        "input": json.dumps(execution.input_data),
        "cause": execution.cause,
    }
    return json.dumps(
        {
            "source": "aws.states",
            "detail-type": "Step Functions Execution Status Change",
            "detail": detail,
        }
    )
