"""Builds events in the formats that AWS documents."""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from local.account import REGION, function_arn
from local.lambda_function import Invocation, Outcome

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef


def s3_event(body: str) -> dict[str, Any]:
    """Return moto's S3 event with keys encoded as S3 encodes them. moto also encodes slashes.

    A percent sign is encoded as `%25`, so a key that contains the characters `%2F` stays intact.
    """
    event: dict[str, Any] = json.loads(body)
    for record in event["Records"]:
        target = record["s3"]["object"]
        target["key"] = target["key"].replace("%2F", "/")
    return event


def failure_record(invocation: Invocation, outcome: Outcome, attempts: int) -> str:
    """Return the record that Lambda sends to an on-failure destination after the last retry.

    https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
    """
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    record = {
        "version": "1.0",
        "timestamp": now,
        "requestContext": {
            "requestId": invocation.request_id,
            "functionArn": f"{function_arn(invocation.handler)}:$LATEST",
            "condition": "RetriesExhausted",
            "approximateInvokeCount": attempts,
        },
        "requestPayload": invocation.event,
        "responseContext": {
            "statusCode": 200,
            "executedVersion": "$LATEST",
            "functionError": "Unhandled",
        },
        "responsePayload": outcome.payload,
    }
    return json.dumps(record)


def sqs_event(message: "MessageTypeDef", queue_arn: str) -> dict[str, Any]:
    """Return the event that Lambda passes to a function for one SQS message.

    https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
    """
    record = {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": {},
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": REGION,
    }
    return {"Records": [record]}
