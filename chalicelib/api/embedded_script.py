"""The upload component as other sites load it: one script, in the version of the service.

A version's content never changes, so its URL may be cached for a year and pinned with an integrity hash. `v1`
stands for the newest version of that major version. https://www.w3.org/TR/sri/
"""

import base64
from functools import cached_property
from hashlib import sha256, sha384

from chalice.app import Response
from msgspec import Struct

from chalicelib import VERSION
from chalicelib.errors import NotFound

NAME = "darkroom.js"
MAJOR = f"v{VERSION.partition('.')[0]}"
_CACHING = {VERSION: "public, max-age=31536000, immutable", MAJOR: "public, max-age=3600"}


class EmbeddedScript(Struct, frozen=True, dict=True):
    """The script, which is a module."""

    content: str

    @cached_property
    def integrity(self) -> str:
        """The value of the attribute `integrity` of a script element."""
        return f"sha384-{base64.b64encode(sha384(self.content.encode()).digest()).decode()}"

    @cached_property
    def etag(self) -> str:
        """The ETag, including the quotes."""
        return f'"{sha256(self.content.encode()).hexdigest()[:32]}"'

    def response(self, version: str, name: str) -> Response:
        """Return a response with the script. Raises NotFound for another version or name."""
        if name != NAME or version not in _CACHING:
            raise NotFound(
                f"There is no {name!r} in version {version!r}. This service has {NAME} in version {VERSION}:"
                f" load /embed/{VERSION}/{NAME}, or /embed/{MAJOR}/{NAME} for the newest version."
            )
        headers: dict[str, str | list[str]] = {
            "Content-Type": "text/javascript; charset=utf-8",
            "Cache-Control": _CACHING[version],
            "ETag": self.etag,
        }
        return Response(body=self.content, headers=headers)
