"""A router for FastAPI: an endpoint for uploads from browsers, and a receiver of webhooks."""

from darkroom.fastapi.router import anyone, upload_router

__all__ = ["anyone", "upload_router"]
