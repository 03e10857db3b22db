"""A website with an upload endpoint, pages with `<darkroom-upload>`, and a form that they belong to."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

import requests
from playwright.sync_api import Page

from chalicelib.bootstrap.static_pages import component_script
from tests.browser.site import TIMEOUT, Response, Site

JSON = {"Content-Type": "application/json"}
# The strictest policy that works. To show what browsers can decode, the component loads no images.
POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self' {hosts}; img-src {images};"
    " form-action 'self'; base-uri 'none';"
    " require-trusted-types-for 'script'; trusted-types 'none'"
)
PAGE = """<!doctype html>
<html {html}>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A website</title>
<script type="module" src="/darkroom.js"></script>
<main>
<h1>A website</h1>
{body}
</main>
</html>
"""
# Records the component's events, and what the page's policy blocked or would block.
RECORDER = """
window.seen = [];
for (const type of ["uploaded", "ready", "failed", "removed", "change"]) {
  document.addEventListener(type, ({ target, detail, bubbles, composed }) => {
    const { id, value, image, file, error } = detail ?? {};
    const status = image?.status;
    seen.push({ type, target: target.id, bubbles, composed, id, value, status, file: file?.name, error });
  });
}
document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
  seen.push({ type: "violation", effectiveDirective, blockedURI }));
"""


class UploadSite(Site):
    """A website with its own server, which keeps the token.

    `requests` are the bodies of the requests for forms, with their headers, `called` the paths of all
    requests to the endpoint, and `submitted` the fields of submitted forms. If there are functions in
    `answers`, the next one answers a request for a form.
    """

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[tuple[Any, Mapping[str, str]]] = []
        self.called: list[str] = []
        self.submitted: list[list[tuple[str, str]]] = []
        self.answers: list[Callable[[Any], Response]] = []

    def show(self, body: str, hosts: str = "", html: str = 'lang="en"', images: str = "'none'") -> None:
        """Set the page. It may send requests to the site itself and to the hosts."""
        policy = POLICY.format(hosts=hosts, images=images)
        self.page_headers = {
            "Content-Security-Policy": policy,
            "Content-Security-Policy-Report-Only": policy,
        }
        self.pages = {"/": PAGE.format(body=body, html=html), "/darkroom.js": component_script()}
        for record in (self.requests, self.called, self.submitted, self.answers):
            record.clear()

    def accept(self, path: str, headers: Mapping[str, str], body: bytes) -> Response:
        """Answer a request for an upload form, or a submitted form."""
        if path == "/form":
            self.submitted.append(parse_qsl(body.decode(), keep_blank_values=True))
            return 200, {"Content-Type": "text/html"}, b"<!doctype html><title>Thanks</title><p>Thanks"
        self.called.append(path)
        request = json.loads(body)
        if path != "/uploads":
            return self._passed_on(path, request)
        self.requests.append((request, headers))
        return self.answers.pop(0)(request) if self.answers else self.created(request)

    def _passed_on(self, path: str, request: Any) -> Response:
        """Pass on a request for parts, or the completion, with the key that proves who uploads."""
        answer = self._post(path.replace("/uploads/", "/images/"), {"key": request["key"]})
        return answer.status_code, JSON, answer.content

    def _post(self, path: str, body: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}"}
        return requests.post(f"{self.backend}{path}", headers=headers, json=body, timeout=TIMEOUT)

    def created(self, request: Any) -> Response:
        """Return the response of the service, with a value that the form submits."""
        answer = self._post("/images", request)
        document = answer.json()
        if not answer.ok:
            return answer.status_code, JSON, answer.content
        kept = {name: document.get(name) for name in ("id", "upload", "multipart", "status_url")}
        return 201, JSON, json.dumps({**kept, "value": f"signed:{document['id']}"}).encode()


def seen(page: Page, *types: str) -> list[Any]:
    """Return the events of these types that the page's recorder has seen; all but changes without types."""
    events: list[Any] = page.evaluate("seen")
    return [event for event in events if event["type"] in types or (not types and event["type"] != "change")]
