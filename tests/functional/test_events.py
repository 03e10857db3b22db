"""The event handlers, called as Lambda calls them."""

import io
import json
import uuid
from urllib.parse import quote

import pytest
from PIL import Image

from tests.conftest import PREFIX
from tests.functional.conftest import App


def put(app: App, key: str, content: bytes) -> str:
    """Put an object, deliver its event, return the image's id."""
    app.deliver(app.put(key, content))
    return app.id_of(key)


@pytest.mark.parametrize(
    "name",
    ["a b.png", "1+1.png", "100%.png", "%20.png", "späße.png", "😀.png", "a/b/c.png", "späße +1 %.png"],
)
def test_an_image_put_by_another_tool_is_processed_with_its_own_name(app: App, png: bytes, name: str) -> None:
    key = f"{PREFIX}{uuid.uuid4()}/{name}"
    image_id = put(app, key, png)
    body = app.get(f"/images/{image_id}").json_body
    assert (body["status"], body["filename"], body["size"]) == ("ready", name.rpartition("/")[2], len(png))
    (output,) = app.outputs(key)
    stored = app.aws.clients.s3.get_object(Bucket=app.aws.resources.dest_bucket, Key=output)
    assert Image.open(io.BytesIO(stored["Body"].read())).size == (300, 225)


def test_an_image_is_found_by_the_key_of_its_object(app: App, png: bytes) -> None:
    key = f"{PREFIX}{uuid.uuid4()}/späße +1 %.png"
    image_id = put(app, key, png)
    found = app.get(f"/images?key={quote(key)}").json_body
    assert ([image["id"] for image in found["images"]], found["next_cursor"]) == ([image_id], None)
    assert app.get(f"/images?key={quote(key)}.other").json_body["images"] == []


def square(color: str) -> bytes:
    """Draw a wide gray image with a square of this color at its left edge."""
    buffer = io.BytesIO()
    image = Image.new("RGB", (900, 300), "gray")
    image.paste(color, (0, 0, 300, 300))
    image.save(buffer, "PNG")
    return buffer.getvalue()


def test_the_requested_focal_point_stays_in_view(app: App) -> None:
    image_id = app.upload(square("red"), variants=["square"], focus={"x": 0.1, "y": 0.5})
    key = app.key_of("cat.png", image_id)
    app.deliver(app.event(key))
    (output,) = app.outputs(key)
    stored = app.aws.clients.s3.get_object(Bucket=app.aws.resources.dest_bucket, Key=output)
    image = Image.open(io.BytesIO(stored["Body"].read())).convert("RGB")
    assert image.size == (300, 300)
    assert image.getpixel((280, 150)) == pytest.approx((255, 0, 0), abs=12)


def test_a_text_file_named_like_an_image_fails(app: App) -> None:
    image_id = put(app, f"{PREFIX}{uuid.uuid4()}.jpg", b"just some text")
    body = app.get(f"/images/{image_id}").json_body
    assert body["status"] == "failed"
    assert body["error"]["code"] == "unsupported_format"
    assert body["variants"] == []


def test_removing_an_object_removes_its_outputs(app: App, png: bytes) -> None:
    key = f"{PREFIX}{uuid.uuid4()}.png"
    image_id = put(app, key, png)
    app.aws.clients.s3.delete_object(Bucket=app.aws.resources.upload_bucket, Key=key)
    app.deliver(app.event(key, "ObjectRemoved:DeleteMarkerCreated"))
    assert app.outputs(key) == {}
    assert app.get(f"/images/{image_id}").status_code == 404


def test_an_output_copied_into_the_upload_bucket_is_not_processed(app: App, png: bytes) -> None:
    key, copy = f"{PREFIX}{uuid.uuid4()}.png", f"{PREFIX}{uuid.uuid4()}.png"
    put(app, key, png)
    uploads, processed = app.aws.resources.upload_bucket, app.aws.resources.dest_bucket
    (output,) = app.outputs(key)
    app.aws.clients.s3.copy_object(Bucket=uploads, Key=copy, CopySource={"Bucket": processed, "Key": output})
    app.deliver(app.event(copy))
    assert app.get(f"/images/{app.id_of(copy)}").json_body["error"]["code"] == "own_output"
    assert app.outputs(copy) == {}


def test_a_duplicate_event_changes_nothing(app: App, png: bytes) -> None:
    key = f"{PREFIX}{uuid.uuid4()}.png"
    event = app.put(key, png)
    app.deliver(event)
    before = app.get(f"/images/{app.id_of(key)}").json_body["updated_at"]
    app.deliver(event)
    assert app.get(f"/images/{app.id_of(key)}").json_body["updated_at"] == before


def test_an_overwritten_image_has_its_newest_version(app: App, png: bytes) -> None:
    key = f"{PREFIX}{uuid.uuid4()}.png"
    put(app, key, png)
    buffer = io.BytesIO()
    Image.new("RGB", (100, 50)).save(buffer, "PNG")
    image_id = put(app, key, buffer.getvalue())
    body = app.get(f"/images/{image_id}").json_body
    assert (body["width"], body["height"]) == (100, 50)


def test_a_dead_letter_marks_its_image_as_failed(app: App, png: bytes) -> None:
    key = f"{PREFIX}{uuid.uuid4()}.png"
    body = {
        "requestContext": {"condition": "RetriesExhausted"},
        "requestPayload": app.put(key, png),
        "responsePayload": {"errorMessage": "Task timed out after 60.00 seconds"},
    }
    event = app.chalice.events.generate_sqs_event([json.dumps(body)])
    app.chalice.lambda_.invoke("process_failures", event)
    document = app.get(f"/images/{app.id_of(key)}").json_body
    assert document["error"] == {
        "code": "processing_failed",
        "detail": "Processing failed repeatedly; the operator's log says why",
    }


def test_events_from_eventbridge_are_processed(app: App, png: bytes) -> None:
    key = f"{PREFIX}{uuid.uuid4()}/with a rule+1.png"
    stored = app.put(key, png)["Records"][0]["s3"]["object"]
    item = {"key": key, "size": len(png), "etag": stored["eTag"], "sequencer": "617f08299329d189"}
    app.deliver({"source": "aws.s3", "detail-type": "Object Created", "detail": {"object": item}})
    assert app.get(f"/images/{app.id_of(key)}").json_body["status"] == "ready"


def test_the_test_event_of_a_new_notification_is_accepted(app: App) -> None:
    app.deliver({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "amzn-s3-demo-bucket"})
