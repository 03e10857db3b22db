"""The site's endpoint for uploads, and the receiver of webhooks."""

import functools
from collections.abc import Callable, Mapping
from typing import Any, Concatenate, ParamSpec

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from darkroom import Client, InvalidWebhook
from darkroom.django import clients, conf, events, signing
from darkroom.upload_endpoint import (
    UploadRules,
    check_content_type,
    create_arguments,
    problems,
    upload_key,
)
from darkroom.upload_problems import CONTENT_TYPE, UploadProblem, misconfigured
from darkroom.webhooks import verify

P = ParamSpec("P")
_NO_STORE = {"Cache-Control": "no-store"}


def upload_view(
    answer: Callable[Concatenate[HttpRequest, UploadRules, P], JsonResponse],
) -> Callable[..., HttpResponse]:
    """Turn a function into a view for those who may upload.

    `options` in the URL are the signed rules of a field.
    """

    @csrf_protect
    @require_POST
    @functools.wraps(answer)
    def view(request: HttpRequest, options: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            _check(request)
            return answer(request, _rules(options), *args, **kwargs)
        except UploadProblem as problem:
            return _problem_response(problem)

    return view


@upload_view
def create(request: HttpRequest, rules: UploadRules) -> JsonResponse:
    """Create an upload, and return its form and what the site's form submits."""
    arguments = create_arguments(request.body, rules)
    with problems():
        upload = _client().create_upload(**arguments)
    value = {"value": signing.sign_image(upload.id, rules)}
    return _json(upload.for_browser() | value, upload.retry_after)


@upload_view
def parts(request: HttpRequest, _rules: UploadRules, image_id: str) -> JsonResponse:
    """Return the parts of an upload that was interrupted, to whoever has started it."""
    key = upload_key(request.body)
    with problems():
        return _json(_client().parts(image_id, key).for_browser())


@upload_view
def complete(request: HttpRequest, _rules: UploadRules, image_id: str) -> JsonResponse:
    """Complete an upload whose parts are all stored, for whoever has started it."""
    key = upload_key(request.body)
    with problems():
        image = _client().complete_upload(image_id, key)
    return _json(image.document, image.retry_after)


@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """Receive an event of Darkroom."""
    secret = conf.webhook_secret()
    if not secret:
        return HttpResponse("DARKROOM_WEBHOOK_SECRET is not set.", status=503, content_type="text/plain")
    try:
        event = verify(request.body, request.headers, secret)
    except InvalidWebhook:
        return HttpResponse("The signature is not valid.", status=401, content_type="text/plain")
    try:
        events.apply(event, request.headers["webhook-id"])
    except events.AlreadyRunning:
        return HttpResponse("The event is being handled.", status=503, content_type="text/plain")
    return HttpResponse(status=204)


def _json(document: Mapping[str, Any], retry_after: float | None = None) -> JsonResponse:
    wait = {} if retry_after is None else {"Retry-After": f"{retry_after:.0f}"}
    return JsonResponse(dict(document), headers={**_NO_STORE, **wait})


def _check(request: HttpRequest) -> None:
    if not conf.permission()(request):
        raise UploadProblem(403, "upload_not_allowed", "You may not upload images here. Sign in first.")
    check_content_type(request.content_type)


def _rules(options: str) -> UploadRules:
    try:
        return signing.rules(options)
    except BadSignature as error:
        raise UploadProblem(404, "not_found", "This form is out of date. Reload the page.") from error


def _client() -> Client:
    try:
        return clients.client()
    except ValueError as error:  # the system checks say what is wrong
        raise misconfigured() from error


def _problem_response(problem: UploadProblem) -> HttpResponse:
    return JsonResponse(
        problem.document(), status=problem.status, content_type=CONTENT_TYPE, headers=problem.headers()
    )
