"""Sample responses of the service."""

from typing import Any

URL = "http://darkroom.test/api"
FORM_URL = "http://uploads.test/"


def variant(name: str = "300x300", **changes: object) -> dict[str, Any]:
    return {
        "name": name,
        "url": f"http://files.test/{name}.jpg?signature=secret",
        "content_type": "image/jpeg",
        "width": 300,
        "height": 225,
        "size": 5,
    } | changes


def image(image_id: str = "id1", status: str = "ready", **changes: object) -> dict[str, Any]:
    return {
        "id": image_id,
        "status": status,
        "filename": "cat.jpg",
        "content_type": "image/jpeg",
        "size": 4,
        "width": 400,
        "height": 300,
        "created_at": "2026-01-02T03:04:05Z",
        "updated_at": "2026-01-02T03:04:06Z",
        "placeholder": {"thumbhash": "1QcSHQRnh493V4dIh4eXh1h4kJUI", "color": "#aabbcc"},
        "variants": [variant()] if status == "ready" else [],
        "error": None,
        "a_field_of_the_future": 1,
    } | changes


def form(url: str = FORM_URL) -> dict[str, Any]:
    fields = {"key": "images/id1/cat.jpg", "Content-Type": "image/jpeg", "policy": "cG9saWN5"}
    return {
        "method": "POST",
        "url": url,
        "fields": fields,
        "headers": {"X-Form": "set"},
        "expires_at": "2026-01-02T04:00:00Z",
    }


def status_url(image_id: str = "id1") -> str:
    return f"{URL}/status/{image_id}?key=secret"


def created(image_id: str = "id1", **changes: object) -> dict[str, Any]:
    new = {"upload": form(), "status_url": status_url(image_id)}
    return image(image_id, "pending") | new | changes


def problem(status: int, code: str, **more: object) -> dict[str, Any]:
    return {
        "type": "about:blank",
        "title": "Problem",
        "status": status,
        "code": code,
        "detail": f"It is {code}",
    } | more


def s3_error(code: str, message: str) -> str:
    return f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>{message}</Message></Error>"
