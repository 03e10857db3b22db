"""What starts a function besides the API: S3 events, queues and schedules, and the permission to do so."""

from chalicelib.domain.fair_share import UNRESERVED_SLOTS
from ops.templates.app_model import AppModel, QueueTrigger
from ops.templates.conditions import CONCURRENCY
from ops.templates.functions import logical_id
from ops.templates.intrinsics import Json, camel_case, get_att, if_, ref, sub

# Its concurrency is not that in app.py, but the number of images that are processed at once.
_PROCESSES_IMAGES = "process_deferred"
_BUCKET = "arn:${AWS::Partition}:s3:::${UploadBucket}"


def trigger_resources(model: AppModel, function: str) -> dict[str, Json]:
    """Return the triggers of one function, with the permissions that they need."""
    resources: dict[str, Json] = {}
    if function in model.uploads:
        # Both ways always exist. The bucket's notification is in another stack, so a change from one to the
        # other would lose events between the two updates. Rules without events are free.
        resources |= _s3_permission(function) | _bucket_rules(function)
    for queue in model.queues:
        if queue.function == function:
            resources[f"{logical_id(function)}Queue"] = _mapping(queue)
    for schedule in model.schedules:
        if schedule.function == function:
            properties = {"ScheduleExpression": schedule.expression}
            resources |= _rule(f"{logical_id(function)}Schedule", function, properties)
    return resources


def permission(function: str, service: str, source: Json, **more: Json) -> Json:
    """Return the permission of an AWS service to invoke a function for one source."""
    properties = {
        "FunctionName": ref(logical_id(function)),
        "Action": "lambda:InvokeFunction",
        "Principal": f"{service}.amazonaws.com",
        "SourceArn": source,
    }
    return {"Type": "AWS::Lambda::Permission", "Properties": properties | more}


def _s3_permission(function: str) -> dict[str, Json]:
    bucket = sub(_BUCKET)
    # The ARN of a bucket has no account: after it is deleted, someone else's could have the same name.
    account = ref("AWS::AccountId")
    return {f"{logical_id(function)}S3Permission": permission(function, "s3", bucket, SourceAccount=account)}


def _bucket_rules(function: str) -> dict[str, Json]:
    name = logical_id(function)
    created = _bucket_pattern("Object Created", {})
    # A lifecycle rule's expiration has another reason. With S3's own notifications, it is no deletion either.
    deleted = _bucket_pattern("Object Deleted", {"reason": ["DeleteObject"]})
    return {
        **_rule(f"{name}ObjectCreated", function, {"EventPattern": created}),
        **_rule(f"{name}ObjectDeleted", function, {"EventPattern": deleted}),
    }


def _bucket_pattern(kind: str, detail: Json) -> Json:
    objects = {
        "bucket": {"name": [ref("UploadBucket")]},
        "object": {"key": [{"prefix": ref("UploadPrefix")}]},
    }
    return {"source": ["aws.s3"], "detail-type": [kind], "detail": {**objects, **detail}}


def _mapping(queue: QueueTrigger) -> Json:
    properties: Json = {
        "FunctionName": ref(logical_id(queue.function)),
        "EventSourceArn": ref(f"{camel_case(queue.queue)}Arn"),
        "BatchSize": queue.batch_size,
    }
    if queue.batching_window:
        properties["MaximumBatchingWindowInSeconds"] = queue.batching_window
    if queue.function == _PROCESSES_IMAGES:
        concurrency = if_(CONCURRENCY, ref("Concurrency"), UNRESERVED_SLOTS)
        properties["ScalingConfig"] = {"MaximumConcurrency": concurrency}
    elif queue.maximum_concurrency is not None:
        properties["ScalingConfig"] = {"MaximumConcurrency": queue.maximum_concurrency}
    return {"Type": "AWS::Lambda::EventSourceMapping", "Properties": properties}


def _rule(name: str, function: str, properties: Json) -> dict[str, Json]:
    """Return a rule of EventBridge that starts a function, and its permission."""
    target = {"Id": function, "Arn": get_att(logical_id(function), "Arn")}
    return {
        name: {"Type": "AWS::Events::Rule", "Properties": {**properties, "Targets": [target]}},
        f"{name}Permission": permission(function, "events", get_att(name, "Arn")),
    }
