"""A call of each function in the app's template, with the events that it receives on AWS."""

import json
from collections.abc import Callable, Mapping
from io import BytesIO

from PIL import Image

from chalicelib.bootstrap.access import Access
from chalicelib.bootstrap.webhooks import WithWebhooks
from local.event_formats import sqs_event
from tests.cdn import invalidated
from tests.deploy import lambda_events, on_demand, workflow_calls
from tests.deploy.account import OWNER, new_key
from tests.deploy.functions import Functions
from tests.receiver import Receiver


def api_handler(functions: Functions) -> None:
    created = functions.call("APIHandler", lambda_events.request("POST", "/images", {"filename": "cat.png"}))
    assert created["statusCode"] == 201
    key = json.loads(created["body"])["upload"]["fields"]["key"]
    functions.call("ProcessUpload", functions.upload(key))
    image_id = functions.id_of(key)
    image = functions.call(
        "APIHandler", lambda_events.request("GET", "/images/{image_id}", image_id=image_id)
    )
    assert json.loads(image["body"])["status"] == "ready"
    status_url = json.loads(created["body"])["status_url"]
    query = {"key": status_url.partition("?key=")[2]}
    by_key = functions.call(
        "APIHandler", lambda_events.request("GET", "/status/{image_id}", query=query, image_id=image_id)
    )
    assert (by_key["statusCode"], json.loads(by_key["body"])["status"]) == (200, "ready")
    patch = lambda_events.request(
        "PATCH", "/images/{image_id}", {"metadata": {"alt": "A cat"}}, image_id=image_id
    )
    changed = functions.call("APIHandler", patch)
    assert (changed["statusCode"], json.loads(changed["body"])["metadata"]["alt"]) == (200, "A cat")
    invalid = functions.call("APIHandler", lambda_events.request("POST", "/images", {}))
    assert (invalid["statusCode"], json.loads(invalid["body"])["code"]) == (400, "invalid_field")


def authorize(functions: Functions) -> None:
    _, token = Access(functions.aws.environment).registry.create(OWNER)
    accepted, rejected = (
        functions.call("Authorize", lambda_events.authorization(each)) for each in (token, "forged")
    )
    effects = [each["policyDocument"]["Statement"][0]["Effect"] for each in (accepted, rejected)]
    assert (accepted["principalId"], effects) == (OWNER, ["Allow", "Deny"])


def process_upload(functions: Functions) -> None:
    by_s3, by_eventbridge = new_key(), new_key()
    functions.call("ProcessUpload", functions.upload(by_s3))
    functions.call("ProcessUpload", _by_eventbridge("Created", functions.upload(by_eventbridge)))
    assert [functions.status(key) for key in (by_s3, by_eventbridge)] == ["ready", "ready"]
    functions.call("ProcessUpload", functions.remove(by_s3))
    functions.call("ProcessUpload", _by_eventbridge("Deleted", functions.remove(by_eventbridge)))
    assert [functions.status(key) for key in (by_s3, by_eventbridge)] == ["deleted", "deleted"]


def process_deferred(functions: Functions) -> None:
    key, queue = new_key(), functions.aws.resources.deferred.arn
    event = functions.upload(key)
    with functions.all_slots_used():
        functions.call("ProcessUpload", event)
        functions.call("ProcessDeferred", lambda_events.deferred(event, queue))
    assert functions.status(key) == "processing"
    functions.call("ProcessDeferred", lambda_events.deferred(event, queue))
    assert functions.status(key) == "ready"


def process_failures(functions: Functions) -> None:
    key = new_key()
    event = functions.upload(key)
    functions.call("ProcessFailures", lambda_events.dead_letter(event, functions.aws.resources.failures.arn))
    assert functions.status(key) == "failed"


def sweep(functions: Functions) -> None:
    key = new_key()
    functions.call("ProcessUpload", functions.upload(key))
    functions.make_stuck(key, status="ready")
    functions.call("Sweep", lambda_events.schedule_event())
    assert "cleanup_pending" not in functions.record(key)


def deliver_webhook(functions: Functions) -> None:
    event = functions.webhook()
    detail = json.loads(event["Records"][0]["body"])["detail"]
    with Receiver() as receiver:
        WithWebhooks(functions.aws.environment).registry.set(detail["owner"], receiver.url)
        functions.call("DeliverWebhook", event)
    functions.delete_messages(event)
    assert [each.headers["webhook-id"] for each in receiver.received] == [detail["event_id"]]


def erase_images(functions: Functions) -> None:
    key, queue = new_key(), functions.aws.resources.erasures.arn
    functions.call("ProcessUpload", functions.upload(key))
    image_id = functions.id_of(key)
    erased = lambda_events.request("DELETE", "/images/{image_id}", query={"erase": "true"}, image_id=image_id)
    assert functions.call("APIHandler", erased)["statusCode"] == 202
    functions.call("EraseImages", lambda_events.erasure(image_id, queue))
    assert "key" not in functions.record(key)


def render_on_demand(functions: Functions) -> None:
    key, aws = new_key(), functions.aws
    functions.call("ProcessUpload", functions.upload(key))
    event = on_demand.order(functions, key, kernel=True)
    assert functions.call("RenderOnDemand", event) == {"outcome": "stored"}
    stored = aws.clients.s3.get_object(
        Bucket=aws.resources.dest_bucket, Key="d/{image_id}/{version}/{file}".format_map(event)
    )
    with Image.open(BytesIO(stored["Body"].read())) as image:
        assert (image.format, image.size) == ("WEBP", (10, 8))
    assert functions.call("RenderOnDemand", {**event, "version": "0" * 12}) == {"outcome": "outdated"}


def invalidate_cdn(functions: Functions) -> None:
    key, aws = new_key(), functions.aws
    functions.call("ProcessUpload", functions.upload(key))
    (output,) = aws.clients.s3.list_objects_v2(
        Bucket=aws.resources.dest_bucket, Prefix=f"v/{functions.id_of(key)}/"
    )["Contents"]
    head = aws.clients.s3.head_object(Bucket=aws.resources.dest_bucket, Key=output["Key"])
    tag = f"#{head['Metadata']['cache-tag']}"
    aws.clients.sqs.purge_queue(QueueUrl=aws.cdn.queue.url)
    functions.call("ProcessUpload", functions.remove(key))
    (message,) = aws.clients.sqs.receive_message(
        QueueUrl=aws.cdn.queue.url, MessageSystemAttributeNames=["All"]
    )["Messages"]
    functions.call("InvalidateCdn", sqs_event(message, aws.cdn.queue.arn))
    url, distribution = aws.environment["AWS_ENDPOINT_URL"], aws.environment["DISTRIBUTION_ID"]
    assert [tag] in invalidated(url, distribution)


def _by_eventbridge(change: str, event: Mapping[str, list[lambda_events.Json]]) -> lambda_events.Json:
    """Return EventBridge's event for an event from S3. Their fields have different names."""
    (record,) = event["Records"]
    item = record["s3"]["object"]
    names = {"key": "key", "size": "size", "eTag": "etag", "versionId": "version-id"}
    return lambda_events.eventbridge_event(
        f"Object {change}",
        record["s3"]["bucket"]["name"],
        {theirs: item[ours] for ours, theirs in names.items() if ours in item},
        {"Created": "PutObject", "Deleted": "DeleteObject"}[change],
    )


CALLS: Mapping[str, Callable[[Functions], None]] = {
    "APIHandler": api_handler,
    "Authorize": authorize,
    "ProcessUpload": process_upload,
    "ProcessDeferred": process_deferred,
    "ProcessFailures": process_failures,
    "Sweep": sweep,
    "DeliverWebhook": deliver_webhook,
    "EraseImages": erase_images,
    "RenderOnDemand": render_on_demand,
    "InvalidateCdn": invalidate_cdn,
    **workflow_calls.CALLS,
}
