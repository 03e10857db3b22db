"""The Lambda handlers: each parses its event, calls one use case and serializes the result.

The HTTP routes are in chalicelib.entrypoints.
"""

from collections.abc import Callable
from typing import Any

from chalice.app import (
    BaseLambdaEvent,
    Chalice,
    CloudWatchEvent,
    LambdaFunctionEvent,
    Rate,
    Request,
    Response,
    SQSEvent,
)
from msgspec import convert, json, to_builtins

from chalicelib.api import methods, middleware
from chalicelib.bootstrap import darkroom
from chalicelib.bootstrap.registration import registration_settings
from chalicelib.domain import fair_share, s3_events
from chalicelib.domain.deadline import Deadline
from chalicelib.entrypoints.blueprints import BLUEPRINTS
from chalicelib.entrypoints.routes import CREATED_BY_GET
from chalicelib.models import (
    ErasureRequest,
    FailureInput,
    FinalizeInput,
    InspectInput,
    InvalidationRequest,
    RenderingInput,
    RenderInput,
    Result,
    Work,
)
from chalicelib.webhooks import messages

Json = dict[str, object]

# Chalice needs these while it imports this module, so an invalid setting stops every command at once.
settings = registration_settings()

app = Chalice(app_name="darkroom", configure_logs=False)
for blueprint in BLUEPRINTS:
    app.register_blueprint(blueprint)
methods.add_head_and_options(app, without_head=CREATED_BY_GET)


@app.middleware("all")
def observe(event: object, get_response: Callable[[object], object]) -> object:
    """Log, count and trace each invocation."""
    return darkroom().invocations(event, get_response)


@app.middleware("http")
def complete_response(event: Request, get_response: middleware.GetResponse) -> Response:
    """Add the common headers to every response, including Chalice's own errors."""
    response = middleware.checked_response(event, get_response)
    return middleware.complete_response(event, response, origins=settings.cors_origins)


@app.on_s3_event(
    bucket=settings.upload_bucket,
    prefix=settings.upload_prefix,
    events=["s3:ObjectCreated:*", "s3:ObjectRemoved:*"],
)
def process_upload(event: BaseLambdaEvent) -> None:
    """Process objects that were created in, or removed from, the upload bucket."""
    deadline = _deadline(event.context)
    for object_event in s3_events.from_s3_event(event.to_dict()):
        darkroom().fair_share.process(object_event, deadline)


# Chalice's S3Event requires the records of S3's own notifications; EventBridge's events have none.
process_upload.event_class = LambdaFunctionEvent


@app.on_sqs_message(
    queue=settings.deferred_queue,
    batch_size=1,
    maximum_concurrency=fair_share.slots(settings.process_concurrency),
)
def process_deferred(event: SQSEvent) -> None:
    """Process events that were deferred because their owner used up the share of running work."""
    deadline = _deadline(event.context)
    for message in event:
        deferred = s3_events.from_deferral_queue(message.body)
        darkroom().fair_share.process(deferred.object_event, deadline, deferred.deferrals)


@app.on_sqs_message(queue=settings.failures_queue, batch_size=1)
def process_failures(event: SQSEvent) -> None:
    """Mark images as failed whose events Lambda has given up on."""
    for message in event:
        dead_letter = s3_events.from_dead_letter(message.body)
        app.log.error("given up", extra={"keys": dead_letter.keys, "reason": dead_letter.reason})
        darkroom().dead_letters.mark_failed(dead_letter)


@app.on_sqs_message(queue=settings.erasures_queue, batch_size=1, maximum_concurrency=2)
def erase_images(event: SQSEvent) -> None:
    """Remove all data of images whose erasure was requested."""
    deadline = _deadline(event.context)
    for message in event:
        request = json.decode(message.body, type=ErasureRequest)
        outcome = darkroom().erasures.run(request, deadline)
        darkroom().invocation_log.write("erasure", image_id=request.image_id, outcome=outcome)


@app.schedule(Rate(5, unit=Rate.MINUTES))
def sweep(event: CloudWatchEvent) -> None:
    """Finish records that got stuck, and do what is due."""
    swept = darkroom().sweep.run(_deadline(event.context))
    counts = {"recovered": swept.recovered, "ended": swept.ended, "postponed": swept.postponed}
    darkroom().invocation_log.write("swept", **counts)


@app.lambda_function()
def workflow_inspect(event: Json, context: object) -> Json:
    """Claim the record and inspect the object."""
    return _json(darkroom().tasks.inspect(convert(event, InspectInput), _deadline(context)))


@app.lambda_function()
def workflow_moderate(event: Json, context: object) -> Json:
    """Accept or reject an image by its content."""
    return _json(darkroom().tasks.moderate(convert(event, Work), _deadline(context)))


@app.lambda_function()
def workflow_render(event: Json, context: object) -> Json:
    """Render and store one variant."""
    return _json(darkroom().tasks.render(convert(event, RenderInput), _deadline(context)))


@app.lambda_function()
def workflow_finalize(event: Json, _context: object) -> Json:
    """Commit the record."""
    return _json(darkroom().tasks.finalize(convert(event, FinalizeInput)))


@app.lambda_function()
def workflow_publish(event: Json, _context: object) -> None:
    """Clean up and publish the event of a committed record."""
    darkroom().tasks.publish(convert(event, Result))


@app.lambda_function()
def workflow_record_failure(event: Json, _context: object) -> None:
    """Mark an image as failed whose execution failed."""
    app.log.error("given up", extra={"keys": [event["key"]], "reason": event["error"]})
    darkroom().tasks.record_failure(convert(event, FailureInput))


@app.lambda_function()
def render_on_demand(event: Json, context: object) -> Json:
    """Render one variant on demand."""
    return _json(darkroom().on_demand_rendering.run(convert(event, RenderingInput), _deadline(context)))


def _json(answer: object) -> Json:
    return convert(to_builtins(answer), Json)


# Without webhooks there is no queue to poll, so the function is not deployed.
if settings.webhooks_queue is not None:
    # Lambda calls the module's attribute of this name, so it must be what the decorator returns.
    @app.on_sqs_message(queue=settings.webhooks_queue, batch_size=1, maximum_concurrency=10)
    def deliver_webhook(event: SQSEvent) -> None:
        """Deliver webhooks to the endpoints that subscribed to them."""
        for message in event:
            delivery = messages.from_queue(message.to_dict())
            outcome = darkroom().webhooks.deliver(delivery)
            darkroom().invocation_log.write("webhook", event_id=delivery.webhook.id, outcome=outcome)


# Without a CDN of the deployment's own, there is no queue, either.
if settings.invalidations_queue is not None:

    @app.on_sqs_message(
        queue=settings.invalidations_queue,
        batch_size=1000,
        maximum_batching_window_in_seconds=60,
        maximum_concurrency=2,
    )
    def invalidate_cdn(event: SQSEvent) -> None:
        """Let the CDN drop its copies of what was deleted or rejected."""
        requests = [json.decode(message.body, type=InvalidationRequest) for message in event]
        outcome = darkroom().invalidation.run(requests)
        darkroom().invocation_log.write("invalidation", requests=len(requests), outcome=outcome)


def _deadline(context: object) -> Deadline:
    # Chalice types the context as a dict; it is Lambda's context object.
    lambda_context: Any = context
    return Deadline(lambda_context.get_remaining_time_in_millis)
