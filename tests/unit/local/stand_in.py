"""An app whose handlers do what the key says and record each call in the file that TRACE names."""

import json
import os
import signal
import time
from typing import Any

from chalice.app import Chalice, S3Event, SQSEvent

app = Chalice(app_name="stand-in")


def _record(**facts: object) -> None:
    with open(os.environ["TRACE"], "a", encoding="utf-8") as trace:  # noqa: PTH123 - appends
        trace.write(json.dumps({**facts, "pid": os.getpid()}) + "\n")


@app.on_s3_event(bucket="uploads")
def process_upload(event: S3Event) -> str:
    context: Any = event.context  # Chalice says a dict; it is Lambda's context
    with open(os.environ["TRACE"], encoding="utf-8") as trace:  # noqa: PTH123 - as above
        seen = event.key in trace.read()
    _record(
        key=event.key,
        event=event.to_dict(),
        request_id=context.aws_request_id,
        function=context.function_name,
        left=context.get_remaining_time_in_millis(),
    )
    if "raises" in event.key:
        raise ValueError("unsuitable")
    if "hangs" in event.key:
        time.sleep(60)
    if "dies-once" in event.key and not seen:
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


@app.on_sqs_message(queue="failures")
def process_failures(event: SQSEvent) -> None:
    for message in event:
        _record(dead_letter=json.loads(message.body), event=event.to_dict())
