"""Variants on demand for the scenarios: their files, and the invocations that render them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from msgspec.structs import replace

from chalicelib.bootstrap import darkroom
from chalicelib.domain.on_demand import addresses
from chalicelib.domain.on_demand.versions import current_version
from chalicelib.models import Rendition, Resize
from local.account import STAGE
from local.lambda_invoke_api import accept_invocations
from local.resources import upload_function
from tests.conftest import Aws
from tests.deploy import erasing
from tests.deploy.account import Account

OPERATIONS = Resize(width=10, format="webp")
POLICY = {"widths": [10]}
SETTINGS = {
    "RENDER_FUNCTION": f"darkroom-{STAGE}-render_on_demand",
    "SIGNING_KEYS": f"/darkroom/{STAGE}/signing-keys",
}
_OUTDATED = "0123456789ab"


def put_outdated(account: Account, key: str) -> None:
    """Store a variant on demand of an earlier version of the image."""
    rendition = Rendition(image_id=account.id_of(key), version=_OUTDATED, operations=OPERATIONS)
    account.aws.clients.s3.put_object(
        Bucket=account.aws.resources.dest_bucket, Key=addresses.key(rendition), Body=b""
    )


def forget_version(account: Account, key: str) -> None:
    """Let the record be that of an object that was stored before the upload bucket was versioned."""
    store = darkroom().store
    image = store.get(account.id_of(key))
    assert image is not None
    assert image.source is not None
    store.finalize(replace(image, source=replace(image.source, version_id=None)))


def order(account: Account, key: str, *, kernel: bool | None = None) -> dict[str, str]:
    """Return what the API tells the function to render, for the current version of an image.

    `kernel` says whether the function has the kernel, None if it runs from this checkout.
    """
    app = darkroom()
    image = app.store.get(account.id_of(key))
    assert image is not None
    presets = app.presets if kernel is None else app.presets.rendered(kernel=kernel)
    version = current_version(image, OPERATIONS, presets)
    assert version is not None
    _, image_id, _, file = addresses.key(
        Rendition(image_id=image.id, version=version, operations=OPERATIONS)
    ).split("/")
    return {"image_id": image_id, "version": version, "file": file}


def answer_invocations(aws: Aws) -> None:
    """Let the API's invocations of the function succeed, without running it."""
    stored = json.dumps({"outcome": "stored"}).encode()
    rendering = {SETTINGS["RENDER_FUNCTION"]: lambda _body, _headers: stored}
    accept_invocations(upload_function(aws.clients, aws.resources) | rendering)


@contextmanager
def with_cdn() -> Iterator[None]:
    """Give the functions that start inside the block a CDN."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PUBLIC_BASE_URL", "https://images.example.com")
        yield


@contextmanager
def erased_meanwhile(account: Account, key: str) -> Iterator[None]:
    """Mark the image for erasure as soon as a function that starts inside the block stores a file."""

    def erase(**_: Any) -> None:
        erasing.erase(account, key)

    assert boto3.DEFAULT_SESSION is not None
    events = boto3.DEFAULT_SESSION.events
    events.register("after-call.s3.PutObject", erase)
    try:
        yield
    finally:
        events.unregister("after-call.s3.PutObject", erase)
