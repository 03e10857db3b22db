"""The receivers in docs/webhooks.md, called by the frameworks' own test clients."""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import ModuleType

import anyio
import httpx
import pytest
from darkroom.webhooks import WebhookEvent
from django.test import Client as DjangoClient
from django.test import override_settings
from django.urls import path
from standardwebhooks import Webhook

from docsite.code_blocks import blocks
from tests.documents import ROOT
from tests.frameworks.payloads import image_document

SECRET = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"  # noqa: S105 - of no value
# JSON that parsing and serializing would change, as would another encoding.
BODY = json.dumps(
    {
        "type": "image.ready",
        "timestamp": "2026-01-01T12:00:00Z",
        "data": image_document(filename="Käse.jpg") | {"event_id": "e", "revision": 1, "owner": "site"},
    },
    indent=1,
    ensure_ascii=False,
).encode()

Post = Callable[[bytes, Mapping[str, str]], int]


def headers() -> dict[str, str]:
    now = datetime.now(UTC)
    signed = {
        "webhook-id": "e",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(SECRET).sign("e", now, BODY.decode()),
    }
    return {"content-type": "application/json"} | signed


@pytest.fixture(params=["views.py", "fastapi_app.py", "flask_app.py"])
def receiver(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A program of the page, as a module."""
    monkeypatch.setenv("WEBHOOK_SECRET", SECRET)
    (code,) = (block.code for block in blocks(ROOT / "docs/webhooks.md") if block.title == request.param)
    module = ModuleType(request.param.removesuffix(".py"))
    # FastAPI finds the types of parameters in the module of a function.
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(code, request.param, "exec"), module.__dict__)  # noqa: S102 - our own documentation
    return module


@pytest.fixture
def post(receiver: ModuleType) -> Post:
    return {"views": django_post, "fastapi_app": fastapi_post, "flask_app": flask_post}[receiver.__name__](
        receiver
    )


def django_post(receiver: ModuleType) -> Post:
    urls = ModuleType("urls")
    urls.__dict__["urlpatterns"] = [path("darkroom", receiver.darkroom)]
    client = DjangoClient(enforce_csrf_checks=True)

    def post(body: bytes, sent: Mapping[str, str]) -> int:
        with override_settings(ROOT_URLCONF=urls):
            response = client.generic("POST", "/darkroom", body, sent["content-type"], headers=dict(sent))
            return int(response.status_code)

    return post


def fastapi_post(receiver: ModuleType) -> Post:
    async def post(body: bytes, sent: Mapping[str, str]) -> int:
        transport = httpx.ASGITransport(receiver.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://site.test") as client:
            return (await client.post("/darkroom", content=body, headers=sent)).status_code

    return lambda body, sent: anyio.run(post, body, sent)


def flask_post(receiver: ModuleType) -> Post:
    client = receiver.app.test_client()
    return lambda body, sent: int(client.post("/darkroom", data=body, headers=dict(sent)).status_code)


def test_the_receiver_queues_a_signed_webhook(receiver: ModuleType, post: Post) -> None:
    assert post(BODY, headers()) == 204

    event = receiver.queue.get_nowait()
    assert isinstance(event, WebhookEvent)
    assert event.image is not None
    assert event.image.filename == "Käse.jpg"


def test_header_names_may_be_capitalized(post: Post) -> None:
    assert (
        post(BODY, {"content-type": "application/json"} | {k.title(): v for k, v in headers().items()}) == 204
    )


@pytest.mark.parametrize(
    "changes", [{"webhook-signature": "v1,YWJj"}, {"webhook-id": "f"}, {"webhook-timestamp": "1"}]
)
def test_the_receiver_refuses_a_forged_webhook(
    receiver: ModuleType, post: Post, changes: dict[str, str]
) -> None:
    assert post(BODY, headers() | changes) == 401
    assert receiver.queue.empty()


def test_the_receiver_refuses_a_body_that_was_serialized_again(receiver: ModuleType, post: Post) -> None:
    assert post(json.dumps(json.loads(BODY)).encode(), headers()) == 401
    assert receiver.queue.empty()
