"""What only AsyncClient has: an event loop that is never blocked, and cancellation."""

import asyncio
import io
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from darkroom import AsyncClient, Image
from msgspec import convert

from tests.unit.client import payloads
from tests.unit.client.fake_service import FakeService
from tests.unit.client.payloads import FORM_URL, URL
from tests.unit.client.web import Web

pytestmark = pytest.mark.anyio


class BlockingFile(io.BytesIO):
    """A file whose content arrives only when somebody else says so."""

    def __init__(self) -> None:
        super().__init__(b"meow")
        self.arrived = threading.Event()
        self.reading = threading.Event()

    def read(self, size: int | None = -1, /) -> bytes:
        self.reading.set()
        assert self.arrived.wait(30)
        return super().read(size)


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def until(happened: Callable[[], bool]) -> None:
    while not happened():  # noqa: ASYNC110 - it happens in another thread
        await anyio.sleep(0.001)


async def cancelled_once(happened: Callable[[], bool], work: Callable[[], Coroutine[Any, Any, Any]]) -> None:
    """Cancel the work as soon as something has happened."""
    with anyio.fail_after(30):
        async with anyio.create_task_group() as group:
            group.start_soon(work)
            await until(happened)
            group.cancel_scope.cancel()


async def test_reading_a_slow_file_does_not_block_the_event_loop(live_service: FakeService) -> None:
    file = BlockingFile()

    async def deliver() -> None:
        await until(file.reading.is_set)
        file.arrived.set()

    async with AsyncClient(live_service.url) as client, anyio.create_task_group() as group:
        group.start_soon(deliver)
        image = await client.upload(file, filename="cat.jpg", wait=False)

    assert image.status == "ready"


async def test_tasks_share_a_client(live_service: FakeService) -> None:
    async def upload(client: AsyncClient, number: int) -> None:
        await client.upload(io.BytesIO(b"meow"), filename=f"{number}.jpg")

    async with AsyncClient(live_service.url) as client, anyio.create_task_group() as group:
        for number in range(20):
            group.start_soon(upload, client, number)

    names = {image["filename"] for image in live_service.images.values()}
    assert names == {f"{number}.jpg" for number in range(20)}


async def test_a_cancelled_upload_closes_the_file_and_the_connection(web: Web, image_file: Path) -> None:
    web.post(f"{URL}/images", status=201, json=payloads.created())
    web.post(FORM_URL, silent=True)

    async with AsyncClient(URL) as client:
        await cancelled_once(lambda: len(web.calls) == 2, lambda: client.upload(image_file))
        web.get(f"{URL}/images/id1", json=payloads.image())
        assert (await client.get("id1")).id == "id1"  # the client is still usable


async def test_a_cancelled_read_ends_before_the_call_does(live_service: FakeService) -> None:
    file = BlockingFile()

    async def deliver() -> None:
        await anyio.sleep(0.05)
        file.arrived.set()

    async with AsyncClient(live_service.url) as client, anyio.create_task_group() as group:
        async with anyio.create_task_group() as uploading:
            uploading.start_soon(lambda: client.upload(file, filename="cat.jpg"))
            await until(file.reading.is_set)
            group.start_soon(deliver)
            uploading.cancel_scope.cancel()
        assert file.arrived.is_set()
        assert file.tell() == 4


def test_a_task_that_asyncio_cancels_waits_for_its_thread(live_service: FakeService) -> None:
    file = BlockingFile()

    async def cancel_while_reading() -> None:
        async with AsyncClient(live_service.url) as client:
            task = asyncio.create_task(client.upload(file, filename="cat.jpg"))
            await until(file.reading.is_set)
            asyncio.get_running_loop().call_later(0.05, file.arrived.set)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(cancel_while_reading())
    assert file.arrived.is_set()
    assert file.tell() == 4


async def test_a_cancelled_download_leaves_no_file(web: Web, tmp_path: Path) -> None:
    image = convert(payloads.image(), Image)
    web.get(payloads.variant()["url"], silent=True)

    async with AsyncClient(URL) as client:
        await cancelled_once(lambda: len(web.calls) == 1, lambda: client.download(image, tmp_path))

    assert list(tmp_path.iterdir()) == []  # noqa: ASYNC240 - nothing else runs


async def test_a_cancelled_wait_stops_polling(web: Web) -> None:
    web.get(f"{URL}/images/id1", json=payloads.image(status="processing"), headers={"Retry-After": "600"})

    async with AsyncClient(URL) as client:
        await cancelled_once(lambda: len(web.calls) == 1, lambda: client.wait("id1", 9999))


async def test_uses_the_callers_client_and_leaves_it_open(web: Web) -> None:
    web.get(f"{URL}/images/id1", json=payloads.image(), with_headers={"X-Mine": "yes"})

    async with httpx.AsyncClient(headers={"X-Mine": "yes"}) as own:
        async with AsyncClient(URL, client=own) as client:
            await client.get("id1")
        assert not own.is_closed


async def test_its_own_client_is_closed() -> None:
    async with AsyncClient(URL) as client:
        pass

    with pytest.raises(RuntimeError, match="closed"):
        await client.get("id1")


async def test_an_image_points_to_the_clients_wait(web: Web) -> None:
    web.get(f"{URL}/images/id1", json=payloads.image())

    async with AsyncClient(URL) as client:
        image = await client.get("id1")

    with pytest.raises(RuntimeError, match=r"client\.wait\(image\.id\)"):
        image.wait()
