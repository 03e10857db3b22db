"""Darkroom's entry points: each parses, calls one use case and serialises. The rest is in chalicelib."""

import logging
from typing import Any

from chalice.app import BaseLambdaEvent, Chalice, CloudWatchEvent, Rate, Request, Response, S3Event, SQSEvent

from chalicelib import notices
from chalicelib.api import documents, openapi, problems, requests, responses
from chalicelib.bootstrap import darkroom
from chalicelib.deadline import Deadline

# Chalice reads these while it imports this module, so a missing one stops every command at once.
settings = darkroom().settings

app = Chalice(app_name="darkroom")
app.log.setLevel(logging.INFO)


@app.middleware("http")
def answer_problems(event: Request, get_response: problems.GetResponse) -> Response:
    """Give Chalice's own errors the form of ours."""
    return problems.from_framework(get_response(event))


@app.route("/images", methods=["POST"])
@problems.answered
def create_image() -> Response:
    """Hand out an upload form."""
    request = requests.upload_request(_request().raw_body)
    image, form = darkroom().uploads.create(request)
    return responses.created(image, form, darkroom().outputs.url)


@app.route("/images", methods=["GET"])
@problems.answered
def list_images() -> Response:
    """List images, newest first."""
    request = requests.list_request(_request().query_params)
    page = darkroom().uploads.list(request)
    return responses.json(documents.PageDocument.of(page, darkroom().outputs.url))


@app.route("/images/{image_id}", methods=["GET"])
@problems.answered
def get_image(image_id: str) -> Response:
    """Show one image."""
    return responses.image(darkroom().uploads.get(image_id), darkroom().outputs.url)


@app.route("/images/{image_id}", methods=["DELETE"])
@problems.answered
def delete_image(image_id: str) -> Response:
    """Remove an image: source, variants, record."""
    darkroom().uploads.delete(image_id)
    return responses.no_content()


@app.route("/images/{image_id}/reprocess", methods=["POST"])
@problems.answered
def reprocess_image(image_id: str) -> Response:
    """Have an image rendered anew."""
    return responses.accepted(darkroom().uploads.reprocess(image_id), darkroom().outputs.url)


@app.route("/images/{image_id}/variants/{name}", methods=["GET"])
@problems.answered
def get_variant(image_id: str, name: str) -> Response:
    """Redirect to a variant's current file."""
    return responses.redirect(darkroom().uploads.variant_url(image_id, name))


@app.route("/presets", methods=["GET"])
@problems.answered
def list_presets() -> Response:
    """List what variants there are to choose from."""
    return responses.json(documents.PresetsDocument.of(darkroom().presets))


@app.route("/openapi.json", methods=["GET"])
def describe_api() -> Response:
    """Describe the API, for programs."""
    return responses.json(openapi.description())


@app.route("/healthz", methods=["GET"])
def healthz() -> Response:
    """Say that the API is up."""
    return responses.json(documents.HealthDocument(status="ok"))


@app.on_s3_event(
    bucket=settings.upload_bucket,
    prefix=settings.upload_prefix,
    events=["s3:ObjectCreated:*", "s3:ObjectRemoved:*"],
)
def process_upload(event: S3Event) -> None:
    """Process what was put into, or taken out of, the uploads bucket."""
    for notice in notices.from_s3_event(event.to_dict()):
        outcome = darkroom().pipeline.reconcile(notice.key, notice.source, _deadline(event))
        app.log.info("%r: %s", notice.key, outcome)


@app.on_sqs_message(queue=settings.failures_queue, batch_size=1)
def process_failures(event: SQSEvent) -> None:
    """Record as failed what Lambda has given up on."""
    for message in event:
        letter = notices.from_dead_letter(message.body)
        app.log.error("Given up: %s", letter)
        darkroom().deadletters.bury(letter)


@app.schedule(Rate(5, unit=Rate.MINUTES))
def sweep(event: CloudWatchEvent) -> None:
    """Take up again whatever got stuck."""
    app.log.info("%s", darkroom().sweep.run(_deadline(event)))


def _request() -> Request:
    request = app.current_request
    if request is None:
        raise RuntimeError("Chalice calls routes with a request")
    return request


def _deadline(event: BaseLambdaEvent) -> Deadline:
    # Chalice declares the context to be a dict; it is Lambda's context object.
    context: Any = event.context
    return Deadline(context.get_remaining_time_in_millis)
