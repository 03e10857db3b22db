"""Makes Chalice's local server log URLs without query strings, since status URLs have keys there."""

import re
from http.server import BaseHTTPRequestHandler

from chalice.local import ChaliceRequestHandler

_QUERY = re.compile(r"\?[^ ]*")


def shorten_access_log() -> None:
    """Patch the server's handler."""
    ChaliceRequestHandler.log_message = _log_message


def _log_message(handler: BaseHTTPRequestHandler, format: str, *args: object) -> None:  # noqa: A002 - its name
    BaseHTTPRequestHandler.log_message(handler, "%s", _QUERY.sub("?…", format % args, 1))
