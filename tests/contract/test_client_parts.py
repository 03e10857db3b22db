"""The client sends a file in parts to a server that checks signatures as S3 does."""

import os
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO

import anyio
import pytest
from darkroom import MultipartUpload, UploadError, UploadPart
from darkroom.flows import Flow
from darkroom.httpx_driver import HttpxDriver
from darkroom.part_uploads import send_missing
from darkroom.requests_driver import RequestsDriver
from darkroom.sessions import Sessions
from darkroom.upload_source import open_source

from chalicelib.aws.multipart_uploads import S3MultipartStorage
from chalicelib.models import UploadPolicy
from tests.contract.form_server import FormServer

MIB = 1 << 20
CONTENT = os.urandom(11 * MIB + 7)
SIZES = (5 * MIB, 5 * MIB, MIB + 7)

Run = Callable[[Flow[None]], None]


class OpenUpload:
    """A multipart upload that the service has begun."""

    def __init__(self, server: FormServer) -> None:
        self._server = server
        self.storage = S3MultipartStorage(server.client, server.bucket)
        self.key = f"images/{uuid.uuid4().hex}/large.tif"
        policy = UploadPolicy(content_type="image/tiff", max_bytes=len(CONTENT))
        self.id = self.storage.begin(self.key, policy, image_id="id", owner="me")

    def signed(self, sizes: Sequence[int] = SIZES, lifetime: int = 60) -> MultipartUpload:
        """Return the parts, with URLs for those that are missing, which sign the given sizes."""
        stored = {part.number for part in self.storage.stored(self.key, self.id)}
        parts = [
            UploadPart(
                number=number,
                size=SIZES[number - 1],
                url=None
                if number in stored
                else self.storage.sign_part(self.key, self.id, number=number, size=size, expires_in=lifetime),
            )
            for number, size in enumerate(sizes, start=1)
        ]
        return MultipartUpload(part_size=5 * MIB, parts=tuple(parts), expires_at=datetime.now(UTC))

    def send(self, run: Run, upload: MultipartUpload) -> None:
        with open_source(BytesIO(CONTENT), "large.tif") as source:
            run(send_missing(upload, source, lambda _sent, _total: None, self._renewed))

    def content(self) -> bytes:
        """Complete the upload and return the object."""
        assert self.storage.complete(self.key, self.id, self.storage.stored(self.key, self.id))
        return self._server.client.get_object(Bucket=self._server.bucket, Key=self.key)["Body"].read()

    def _renewed(self) -> Flow[MultipartUpload]:
        yield from ()
        return self.signed()


@pytest.fixture(params=["requests", "httpx"])
def run(request: pytest.FixtureRequest) -> Iterator[Run]:
    """A function that performs a flow with one of the libraries."""
    if request.param == "requests":
        sessions = Sessions(None)
        yield RequestsDriver(sessions, 30, time).run
        sessions.close()
        return

    async def perform(flow: Flow[None]) -> None:
        driver = HttpxDriver(None, 30, None)
        try:
            await driver.run(flow)
        finally:
            await driver.close()

    yield lambda flow: anyio.run(perform, flow)


@pytest.fixture
def upload(seaweed: FormServer) -> OpenUpload:
    return OpenUpload(seaweed)


def test_the_object_has_the_bytes_of_the_file(upload: OpenUpload, run: Run) -> None:
    upload.send(run, upload.signed())

    assert upload.content() == CONTENT


def test_urls_that_have_expired_are_replaced(upload: OpenUpload, run: Run) -> None:
    parts = upload.signed(lifetime=1)
    time.sleep(2)

    upload.send(run, parts)

    assert upload.content() == CONTENT


def test_a_part_of_another_size_than_its_url_allows_is_refused(upload: OpenUpload, run: Run) -> None:
    with pytest.raises(UploadError) as caught:
        upload.send(run, upload.signed(sizes=(*SIZES[:2], MIB)))

    assert (caught.value.status, caught.value.code) == (403, "SignatureDoesNotMatch")
    assert len(upload.storage.stored(upload.key, upload.id)) < 3
