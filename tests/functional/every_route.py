"""Every route of the app, with what a call of it needs."""

import json
from dataclasses import dataclass
from typing import Any

from chalice.test import HTTPResponse

from chalicelib.access.principals import Scope
from tests.functional.conftest import App

# Routes that need no token.
PUBLIC = {
    *("/", "/web/{version}/{name}", "/openapi.json", "/docs", "/docs/{version}/{name}", "/healthz"),
    "/embed/{version}/{name}",
    *("/v/{image_id}/{version}/{file}", "/d/{image_id}/{version}/{file}", "/status/{image_id}"),
    *("/i/{image_id}/{version_or_operations}", "/i/{image_id}/{version_or_operations}/{operations}"),
}
QUERIES = {"/s3/params": "?filename=cat.png", "/images/{image_id}/render": "?w=640"}
BODIES: dict[str, Any] = {
    "/images": {"filename": "cat.png"},
    "/s3/multipart": {"filename": "cat.png", "metadata": {"size": 9}},
}
_UPLOAD = "/s3/multipart/{upload_id}"
READ_METHODS = {"GET", "HEAD"}
# GET routes that create something, or that lead to what creates something.
WRITE_ROUTES = {"/s3/params", _UPLOAD, f"{_UPLOAD}/{{part_number}}"}


@dataclass(frozen=True)
class Route:
    method: str
    pattern: str

    @property
    def scope(self) -> Scope:
        reads = self.method in READ_METHODS and self.pattern not in WRITE_ROUTES
        return Scope.READ if reads else Scope.WRITE

    def path(self, image_id: str) -> str:
        path = self.pattern.format(
            image_id=image_id,
            upload_id=image_id,
            part_number="1",
            name="300x300",
            version="any",
            file="300x300.jpg",
            version_or_operations="w_640",
            operations="w_640",
        )
        return path + QUERIES.get(self.pattern, "")

    def call(self, app: App, image_id: str, authorization: str | None) -> HTTPResponse:
        headers = {"Content-Type": "application/json"}
        if authorization is not None:
            headers["Authorization"] = authorization
        body = BODIES.get(self.pattern, {})
        content = json.dumps(body).encode() if self.method in {"POST", "PATCH"} else b""
        return app.chalice.http.request(self.method, self.path(image_id), headers=headers, body=content)


# The presets allow nothing on demand, and the image was uploaded with a form.
REFUSED = {
    **{Route(method, "/images/{image_id}/render"): 404 for method in READ_METHODS},
    Route("POST", "/images/{image_id}/parts"): 409,
    **{
        Route(method, path): 409
        for method in READ_METHODS
        for path in (_UPLOAD, f"{_UPLOAD}/{{part_number}}")
    },
}


def routes(app: App) -> list[Route]:
    table = app.chalice._app.routes  # noqa: SLF001 - no public API
    return [Route(method, pattern) for pattern, entries in table.items() for method in entries]


def protected(app: App) -> list[Route]:
    return [route for route in routes(app) if route.pattern not in PUBLIC and route.method != "OPTIONS"]
