"""Pages of a listing stay below the size that Lambda accepts as a response, with URLs as long as on AWS."""

import base64
import html
import json
import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import boto3
import pytest
from awslambdaric.lambda_runtime_marshaller import to_json  # type: ignore[import-untyped] # no py.typed
from chalice.local import LambdaContext
from msgspec.structs import replace

from chalicelib.bootstrap import darkroom
from chalicelib.models import Image, Status, Variant
from tests.conftest import PREFIX
from tests.contract.records import NOW, a_ready_image, an_image
from tests.deploy.lambda_events import request
from tests.fakes import FakeImageStore, FakeOutputStorage
from tests.functional.conftest import App

# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
LAMBDA_LIMIT = 6 * 1024 * 1024
IMAGES, VARIANTS = 100, 12
# Temporary credentials have a session token, which each signed URL contains. Tokens of roles have about 1 KB.
TOKEN = base64.b64encode(random.Random(0).randbytes(900)).decode()  # noqa: S311 - not a secret


@pytest.fixture(scope="module")
def listed() -> list[Image]:
    """Return images of one owner with many variants, newest first."""
    return [image("somebody", number) for number in reversed(range(IMAGES))]


def image(owner: str, number: int) -> Image:
    filename = f'"späße" {number} 😀.jpg'
    new = an_image(owner=owner, key=f"{PREFIX}{uuid.uuid4()}/{filename}", filename=filename)
    variants = tuple(
        Variant(
            name=f"variant-{n}",
            key=f"{new.key}/0123456789abcdef-0123456789abcdef/variant-{n}.webp",
            content_type="image/webp",
            width=400 + 4 * n,
            height=300 + 3 * n,
            size=10_000,
        )
        for n in range(VARIANTS)
    )
    created_at = NOW + timedelta(seconds=number)
    return replace(a_ready_image(new), status=Status.READY, created_at=created_at, variants=variants)


@dataclass
class SignedOutputs(FakeOutputStorage):
    """Signs URLs as the API does, and records their keys."""

    url_of: Callable[[str], str] = str
    signed: list[str] = field(default_factory=list)

    def url(self, key: str) -> str:
        self.signed.append(key)
        return self.url_of(key)


@pytest.fixture(autouse=True)
def signed(listed: list[Image], monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Start the API anew with these records and temporary credentials; return the keys of signed URLs."""
    assert len(TOKEN) == 1200
    monkeypatch.setenv("AWS_SESSION_TOKEN", TOKEN)
    boto3.setup_default_session()
    darkroom.cache_clear()
    outputs = SignedOutputs(url_of=darkroom().outputs.url)
    vars(darkroom())["outputs"] = outputs
    # moto takes longer for a page of such records than our client waits.
    vars(darkroom())["store"] = FakeImageStore({image.id: image for image in listed})
    yield outputs.signed
    darkroom.cache_clear()
    boto3.setup_default_session()


def respond(app: App, owner: str, **query: str) -> dict[str, Any]:
    """Return the response of the function itself, which API Gateway gets from Lambda."""
    event = request("GET", "/images", owner=owner)
    event["multiValueQueryStringParameters"] = {name: [value] for name, value in query.items()}
    api: Any = app.chalice._app  # noqa: SLF001 - no public API
    response: dict[str, Any] = api(event, LambdaContext("api", 1769, max_runtime_ms=60_000))
    assert response["statusCode"] == 200, response
    return response


def pages(app: App, owner: str) -> Iterator[dict[str, Any]]:
    """Follow the cursors through all pages, and yield the responses."""
    query = {"limit": "100"}
    while True:
        response = respond(app, owner, **query)
        yield response
        cursor = json.loads(response["body"])["next_cursor"]
        if cursor is None:
            return
        query["cursor"] = cursor


def test_every_page_fits_and_all_pages_together_contain_each_image_once(
    app: App, listed: list[Image], signed: list[str]
) -> None:
    responses = list(pages(app, listed[0].owner))
    # Python 3.12 and newer on Lambda escape fewer characters than this.
    sizes = [len(to_json(response).encode()) for response in responses]
    assert all(size < LAMBDA_LIMIT for size in sizes)
    assert len(sizes) > 1
    assert all(size > 0.97 * LAMBDA_LIMIT for size in sizes[:-1])
    documents = [image for response in responses for image in json.loads(response["body"])["images"]]
    assert [document["id"] for document in documents] == [image.id for image in listed]
    assert all(urlencode({"X-Amz-Security-Token": TOKEN}) in url_of(document) for document in documents)
    # The first image that no longer fits is signed for both pages.
    assert len(signed) == (IMAGES + len(responses) - 1) * VARIANTS


def url_of(document: dict[str, Any]) -> str:
    url = str(document["variants"][-1]["url"])
    assert document["srcset"].endswith(f", {url} {400 + 4 * (VARIANTS - 1)}w")
    assert document["sources"][0]["srcset"] == document["srcset"]
    assert html.escape(document["srcset"]) in document["html"]
    return url


def test_a_shorter_page_ends_by_its_limit(app: App, listed: list[Image]) -> None:
    body = json.loads(respond(app, listed[0].owner, limit="7")["body"])
    assert [each["id"] for each in body["images"]] == [image.id for image in listed[:7]]
    assert body["next_cursor"] is not None
