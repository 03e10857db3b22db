"""What a new image consumes from its form to its outcome, by AWS's rules, as `ops cost` assumes it."""

import io
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from PIL import Image

from chalicelib.bootstrap import darkroom
from chalicelib.bootstrap.access import Access
from ops.costing import table_writes
from ops.costing.calls import direct
from ops.costing.engine_times import Rendering
from ops.costing.usage import REQUEST_CALLS, Deployment, per_image, protection
from ops.costing.usage import Image as Estimated
from tests.consumed_units import Consumed, Meter
from tests.functional.conftest import App

FOUR = ["300x300", "square", "small", "large"]
FILENAME = "IMG_20261001_1205.jpg"
RENDERING = Rendering(direct=0, workflow=0, longest=0, bytes=0)


@dataclass(frozen=True)
class Flow:
    """What the request for a form, the run and the look at the image have consumed.

    Each request calls the authorizer here. API Gateway caches what it returns after it has read the token.
    """

    form: Consumed
    run: Consumed
    look: Consumed

    @property
    def write_units(self) -> int:
        return sum(each.write_units for each in (self.form, self.run, self.look))

    @property
    def read_units(self) -> float:
        return sum(each.read_units for each in (self.form, self.run, self.look)) - 1


@contextmanager
def settings(**environment: str) -> Iterator[None]:
    """Change settings, which the application reads from its environment when it is created."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        darkroom.cache_clear()
        yield
    darkroom.cache_clear()


@pytest.fixture(scope="module")
def photo() -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((2400, 1800)).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()


def processed(app: App, photo: bytes, presets: list[str]) -> Flow:
    """Request a form, upload the file, process it, and look at the image once."""
    _, token = Access(app.aws.environment).registry.create(f"owner-{uuid.uuid4()}")
    caller, client = App(app.chalice, app.aws, token), app.aws.clients.dynamodb
    # The first form reads what each environment reads only once, such as secrets.
    caller.upload(photo, FILENAME)
    with Meter(client).running() as form:
        image_id = caller.upload(photo, FILENAME, variants=presets)
    event = arrival(app, app.key_of(FILENAME, image_id))
    with Meter(client).running() as run:
        app.deliver(event)
    with Meter(client).running() as look:
        document = caller.get(f"/images/{image_id}").json_body
    assert (document["status"], len(document["variants"])) == ("ready", len(presets))
    return Flow(form, run, look)


def arrival(app: App, key: str) -> dict[str, Any]:
    """Return S3's event about an upload, with its version."""
    event = app.event(key)
    found = app.aws.clients.s3.head_object(Bucket=app.aws.resources.upload_bucket, Key=key)
    version = {"eTag": found["ETag"].strip('"'), "versionId": found["VersionId"]}
    event["Records"][0]["s3"]["object"] |= version
    return event


@pytest.mark.parametrize("events", [False, True], ids=["no-events", "events"])
@pytest.mark.parametrize("presets", [FOUR[:1], FOUR], ids=["one", "four"])
def test_a_new_image_consumes_what_the_estimate_assumes(
    app: App, photo: bytes, presets: list[str], *, events: bool
) -> None:
    with settings(**({} if events else {"EVENT_BUS": ""})):
        found = processed(app, photo, presets)
    count = len(presets)
    image = Estimated(bytes=0, megapixels=0, presets=count, variants=count, rendering=RENDERING)
    expected = per_image(image, Deployment(events=events), 0)
    assert found.form.write_units == table_writes.FORM + table_writes.QUOTA
    assert found.run.write_units == table_writes.CLAIM + table_writes.outcome(count, events=events)
    assert found.write_units == expected["DynamoDB"]["dynamodb_write"]
    # A webhook, which is not sent here, reads its endpoint.
    assert found.read_units + events == expected["DynamoDB"]["dynamodb_read"]
    # The upload itself is sent without the SDK.
    assert found.form.s3 + found.run.s3 + found.look.s3 == {
        "s3_read": expected["S3 requests"]["s3_read"],
        "s3_write": expected["S3 requests"]["s3_write"] - 1,
    }


def test_the_functions_make_as_many_calls_as_the_estimate_waits_for(app: App, photo: bytes) -> None:
    with settings(EVENT_BUS=""):
        found = processed(app, photo, FOUR)
    # Both requests have read the token.
    assert len(found.form.calls) + len(found.look.calls) - 1 == REQUEST_CALLS
    assert len(found.run.calls) == direct(4).total


def test_quotas_and_the_fair_share_consume_what_their_line_says(app: App, photo: bytes) -> None:
    """An owner who may use all slots needs no count of the leases."""
    found = []
    for share in ("0.5", "1"):
        with settings(EVENT_BUS="", OWNER_SHARE=share):
            found.append(processed(app, photo, FOUR[:1]))
    limited, unlimited = found
    expected = protection(Deployment(), 0)
    assert limited.read_units - unlimited.read_units == expected["dynamodb_read"]
    assert len(limited.run.calls) - len(unlimited.run.calls) == 1
    assert limited.write_units == unlimited.write_units
    # The counter is updated, the form is put.
    counted = [units for (name, _), units in limited.form.writes.items() if name == "UpdateItem"]
    assert sum(counted) == expected["dynamodb_write"]
