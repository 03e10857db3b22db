"""What AWS calls: each parses, calls one use case and serialises. The routes are in chalicelib.routes."""

from collections.abc import Callable
from typing import Any

from chalice.app import BaseLambdaEvent, Chalice, CloudWatchEvent, Rate, Request, Response, S3Event, SQSEvent

from chalicelib import notices
from chalicelib.api import finish, methods
from chalicelib.authorizer import authorizers
from chalicelib.bootstrap import darkroom
from chalicelib.deadline import Deadline
from chalicelib.routes import routes

# Chalice reads these while it imports this module, so a missing one stops every command at once.
settings = darkroom().settings

app = Chalice(app_name="darkroom", configure_logs=False)
app.register_blueprint(authorizers)
app.register_blueprint(routes)
methods.add_common(app)


@app.middleware("all")
def observe(event: object, get_response: Callable[[object], object]) -> object:
    """Log, count and trace each invocation."""
    return darkroom().invocations(event, get_response)


@app.middleware("http")
def finish_answer(event: Request, get_response: finish.GetResponse) -> Response:
    """Give every answer, Chalice's own errors included, what all of ours have."""
    return finish.finished(event, get_response(event), origins=settings.cors_origins)


@app.on_s3_event(
    bucket=settings.upload_bucket,
    prefix=settings.upload_prefix,
    events=["s3:ObjectCreated:*", "s3:ObjectRemoved:*"],
)
def process_upload(event: S3Event) -> None:
    """Process what was put into, or taken out of, the uploads bucket."""
    for notice in notices.from_s3_event(event.to_dict()):
        darkroom().pipeline.reconcile(notice.key, notice.source, _deadline(event))


@app.on_sqs_message(queue=settings.failures_queue, batch_size=1)
def process_failures(event: SQSEvent) -> None:
    """Record as failed what Lambda has given up on."""
    for message in event:
        letter = notices.from_dead_letter(message.body)
        app.log.error("given up", extra={"keys": letter.keys, "reason": letter.reason})
        darkroom().deadletters.bury(letter)


@app.schedule(Rate(5, unit=Rate.MINUTES))
def sweep(event: CloudWatchEvent) -> None:
    """Take up again whatever got stuck."""
    swept = darkroom().sweep.run(_deadline(event))
    app.log.info("swept", extra={"healed": swept.healed, "postponed": swept.postponed})


def _deadline(event: BaseLambdaEvent) -> Deadline:
    # Chalice declares the context to be a dict; it is Lambda's context object.
    context: Any = event.context
    return Deadline(context.get_remaining_time_in_millis)
