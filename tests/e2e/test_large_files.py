"""Files of more than 50 MB, which the clients send in parts to the local stack."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from darkroom import AsyncClient, Client
from darkroom.cli import main
from PIL import Image

from tests.e2e.conftest import RunningStack, started_stack

SIDE = 4300  # pixels; three bytes each are more than 50 MB

pytestmark = pytest.mark.timeout(180)


class Interrupted(Exception):
    """Somebody has pulled the plug."""


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    settings = {"MAX_UPLOAD_BYTES": "100000000"}
    with started_stack(
        tmp_path_factory.mktemp("stack"), "--no-cdn", "--no-events", settings=settings
    ) as stack:
        yield stack


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("images") / "large.tif"
    noise = os.urandom(SIDE * 3)
    Image.frombytes("RGB", (SIDE, SIDE), noise * SIDE).save(path)
    assert path.stat().st_size > 50 * 1024 * 1024
    return path


def test_a_large_file_is_ready_after_its_upload_was_interrupted(stack: RunningStack, photo: Path) -> None:
    created: list[str] = []

    def interrupt(sent: int, _total: int) -> None:
        if sent > 25_000_000:
            raise Interrupted

    with Client(stack.url, stack.token) as client:
        with pytest.raises(Interrupted):
            client.upload(photo, progress=interrupt, on_created=created.append)
        left = [part for part in client.parts(created[0]).parts if part.url]
        image = client.resume_upload(created[0], photo)

    assert 0 < len(left) < 11
    assert (image.id, image.status, image.width) == (created[0], "ready", SIDE)
    assert image.size == photo.stat().st_size


def test_the_asynchronous_client_sends_a_large_file(stack: RunningStack, photo: Path) -> None:
    async def upload() -> tuple[str, int | None]:
        async with AsyncClient(stack.url, stack.token) as client:
            image = await client.upload(photo)
            return image.status, image.size

    assert asyncio.run(upload()) == ("ready", photo.stat().st_size)


def test_the_command_sends_a_large_file(
    stack: RunningStack, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--url", stack.url, "--token", stack.token, "--manifest", str(tmp_path / "manifest")]

    assert main(["upload", str(photo), *options]) == 0
    assert main(["upload", str(photo), *options]) == 0

    assert "already done" in capsys.readouterr().out
