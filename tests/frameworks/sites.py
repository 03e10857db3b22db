"""Sites made with FastAPI, and a service in memory that they use."""

import asyncio
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import requests
from darkroom import AsyncClient, Client
from darkroom.upload_values import UploadValues
from fastapi import FastAPI
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict

from tests.unit.client import payloads
from tests.unit.client.clocks import FakeClock

URL = payloads.URL
VALUES = UploadValues("0123456789abcdef" * 2)


@dataclass
class Service:
    """Answers all requests of the clients in the same way, and keeps them."""

    status: int = 201
    body: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    requests: list[httpx.Request] = field(default_factory=list)
    down: bool = False

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if self.down:
            raise httpx.ConnectError("darkroom.test refused the connection")
        return httpx.Response(self.status, json=self.body, headers=self.headers)


class AsyncFakeClock:
    def monotonic(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None:
        """Return at once."""


def asynchronous(service: Service) -> AsyncClient:
    transport = httpx.AsyncClient(transport=httpx.MockTransport(service.answer))
    return AsyncClient(URL, "t0ken", client=transport, clock=AsyncFakeClock())


class Adapter(HTTPAdapter):
    def __init__(self, service: Service) -> None:
        super().__init__()
        self.service = service

    def send(self, request: requests.PreparedRequest, *_: object, **__: object) -> requests.Response:
        body = request.body or b""
        sent = httpx.Request(
            str(request.method), str(request.url), headers=dict(request.headers), content=body
        )
        try:
            answer = self.service.answer(sent)
        except httpx.ConnectError as error:
            raise requests.ConnectionError(str(error)) from error
        response = requests.Response()
        response.status_code, response.url, response.request = answer.status_code, str(request.url), request
        response.headers = CaseInsensitiveDict(answer.headers)
        response.raw = io.BytesIO(answer.content)
        return response


def synchronous(service: Service) -> Client:
    session = requests.Session()
    session.mount("http://", Adapter(service))
    return Client(URL, "t0ken", session=session, clock=FakeClock())


@dataclass(frozen=True)
class Site:
    """Sends requests to an app, without a server."""

    app: FastAPI

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        return asyncio.run(self._request(method, path, **options))

    def post(self, path: str, **options: Any) -> httpx.Response:
        return self.request("POST", path, **options)

    async def _request(self, method: str, path: str, **options: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://site.test") as browser:
            return await browser.request(method, path, **options)


Serve = Callable[..., Site]
