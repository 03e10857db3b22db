"""Sample responses of the service, as the client returns them."""

from typing import Any

import msgspec
from darkroom import Image

from tests.unit.client import payloads

URL = payloads.URL
PARTS: dict[str, Any] = {
    "part_size": 60,
    "parts": [{"number": 1, "size": 60, "url": None}, {"number": 2, "size": 40, "url": "https://s3.test/2"}],
    "expires_at": "2026-01-02T04:00:00Z",
}


def image_document(image_id: str = "id1", status: str = "ready", **changes: object) -> dict[str, Any]:
    source = {
        "type": "image/jpeg",
        "src": "https://files.test/small.jpg?a=1&b=2",
        "srcset": "https://files.test/small.jpg?a=1&b=2 300w",
        "width": 300,
        "height": 225,
    }
    ready = (
        {"version": "v1", "sources": [source], "metadata": {"alt": "A <cat>"}} if status == "ready" else {}
    )
    return payloads.image(image_id, status, **ready) | changes


def client_image(image_id: str = "id1", status: str = "ready") -> Image:
    return msgspec.convert(image_document(image_id, status), Image)
