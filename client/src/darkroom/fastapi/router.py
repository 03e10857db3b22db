"""The router."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import JSONResponse, Response

from darkroom import AsyncClient, Client, Image, InvalidWebhook, Upload
from darkroom.fastapi import schemas
from darkroom.fastapi.calls import call
from darkroom.fastapi.requests import MAX_EVENT_BYTES, ProblemRoute, json_body, limited_body
from darkroom.upload_endpoint import UploadRules, create_arguments, problems, upload_key
from darkroom.upload_values import UploadValues
from darkroom.webhooks import WebhookEvent, verify

Allow = Callable[..., Any]
OnEvent = Callable[[WebhookEvent], Awaitable[None] | None]


def anyone() -> None:
    """Allow everyone to upload, on public pages. Darkroom's quotas limit how much."""


def upload_router(
    client: AsyncClient | Client,
    *,
    allow: Allow,
    values: UploadValues | None = None,
    variants: Sequence[str] | None = None,
    max_bytes: int | None = None,
    webhook_secret: str | None = None,
    on_event: OnEvent | None = None,
) -> APIRouter:
    """Return a router for `app.include_router(router, prefix="/uploads")`.

    `POST /uploads` is the endpoint of `<darkroom-upload>`. `allow` is a dependency that raises HTTPException
    for visitors who may not upload; `anyone` allows all. With `values`, forms submit signed values, from
    which `values.image_id` returns the id; otherwise they submit the id, which anyone can copy from a URL.
    `variants` and `max_bytes` are as in `UploadRules`.

    With `webhook_secret`, `POST /uploads/webhook` verifies events and calls `on_event` with each of them,
    possibly more than once and in any order. If it raises an exception, Darkroom sends the event again.
    """
    router = APIRouter(route_class=ProblemRoute, tags=["uploads"])
    rules = UploadRules(variants=variants, max_bytes=max_bytes)
    _add_create(router, client, rules, values, allow)
    _add_continue(router, client, allow)
    if webhook_secret:
        _add_webhook(router, webhook_secret, on_event)
    return router


def _add_create(
    router: APIRouter,
    client: AsyncClient | Client,
    rules: UploadRules,
    values: UploadValues | None,
    allow: Allow,
) -> None:
    @router.post("", dependencies=[Depends(allow)], **schemas.CREATE)
    async def create_upload(request: Request) -> Response:
        """Create an image, and return the form with which a browser uploads its file."""
        arguments = create_arguments(await json_body(request), rules)
        with problems():
            upload: Upload = await call(partial(client.create_upload, **arguments))
        value = {"value": values.sign(upload.id)} if values else {}
        return _json(upload.for_browser() | value, upload.retry_after)


def _add_continue(router: APIRouter, client: AsyncClient | Client, allow: Allow) -> None:
    @router.post("/{image_id}/parts", dependencies=[Depends(allow)], **schemas.PARTS)
    async def resume_upload(image_id: str, request: Request) -> Response:
        """Return the parts of an upload that was interrupted, to whoever has started it."""
        key = upload_key(await json_body(request))
        with problems():
            return _json((await call(client.parts, image_id, key)).for_browser())

    @router.post("/{image_id}/complete", dependencies=[Depends(allow)], **schemas.COMPLETE)
    async def complete_upload(image_id: str, request: Request) -> Response:
        """Complete an upload whose parts are all stored, for whoever has started it."""
        key = upload_key(await json_body(request))
        with problems():
            image: Image = await call(client.complete_upload, image_id, key)
        return _json(image.document, image.retry_after)


def _add_webhook(router: APIRouter, secret: str, on_event: OnEvent | None) -> None:
    @router.post("/webhook", status_code=204, responses={401: {"description": "The signature is not valid."}})
    async def receive_webhook(request: Request) -> Response:
        """Receive an event of Darkroom."""
        body = await limited_body(request, MAX_EVENT_BYTES)
        try:
            event = verify(body, request.headers, secret)
        except InvalidWebhook as error:
            raise HTTPException(401, "The signature is not valid.") from error
        if on_event is not None:
            await call(on_event, event)
        return Response(status_code=204)


def _json(document: Mapping[str, Any], retry_after: float | None = None) -> Response:
    wait = {} if retry_after is None else {"Retry-After": f"{retry_after:.0f}"}
    return JSONResponse(dict(document), headers={"Cache-Control": "no-store", **wait})
