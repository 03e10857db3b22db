"""Call the service without blocking the event loop, with either client."""

from dataclasses import dataclass

from fastapi.concurrency import run_in_threadpool

from darkroom import AsyncClient, Client, Image, Upload
from darkroom.upload_endpoint import UploadArguments
from darkroom.upload_models import ResumedUpload


@dataclass(frozen=True, slots=True)
class UploadCalls:
    """Awaits an AsyncClient, and runs a Client in threads."""

    client: AsyncClient | Client

    async def create(self, arguments: UploadArguments) -> Upload:
        """Create an upload."""
        if isinstance(self.client, AsyncClient):
            return await self.client.create_upload(**arguments)
        return await run_in_threadpool(self.client.create_upload, **arguments)

    async def parts(self, image_id: str, key: str) -> ResumedUpload:
        """Return the parts of an upload."""
        if isinstance(self.client, AsyncClient):
            return await self.client.parts(image_id, key)
        return await run_in_threadpool(self.client.parts, image_id, key)

    async def complete(self, image_id: str, key: str) -> Image:
        """Complete an upload."""
        if isinstance(self.client, AsyncClient):
            return await self.client.complete_upload(image_id, key)
        return await run_in_threadpool(self.client.complete_upload, image_id, key)
