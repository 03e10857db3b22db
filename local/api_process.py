"""Runs `chalice local` in a child process: `python -m local.api_process PORT`."""

import functools
import os
import re
import sys
from collections.abc import Collection
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer

from chalice.cli import cli
from chalice.local import ChaliceRequestHandler

from local.gateway import cache_authorizations, patch_chalice
from local.network import LOOPBACK
from local.page_requests import RequestSource, foreign_host, foreign_origin, is_for_any_page, page_origins
from local.presets import patch_presets
from local.process import follow_parent

# With Python's default of 5, a sixth simultaneous connection is refused.
BACKLOG = 128
_QUERY = re.compile(r"\?[^ ]*")


def main() -> None:
    """Serve until the parent process ends."""
    follow_parent()
    TCPServer.request_queue_size = BACKLOG
    patch_chalice()
    cache_authorizations()
    patch_presets()
    shorten_access_log()
    refuse_foreign_pages(page_origins(int(sys.argv[1]), os.environ))
    cli(["local", "--host", LOOPBACK, "--port", sys.argv[1], "--no-autoreload"], obj={})


def refuse_foreign_pages(origins: Collection[str]) -> None:
    """Let the server refuse requests of web pages, except those of these origins."""
    handle = ChaliceRequestHandler._generic_handle  # noqa: SLF001 - it handles all methods

    @functools.wraps(handle)
    def handle_known(handler: ChaliceRequestHandler) -> None:
        source = RequestSource.of(handler.headers)
        port: int = handler.server.server_address[1]
        reason = foreign_host(source, port)
        if reason is None and not is_for_any_page(handler.path):
            reason = foreign_origin(source, origins)
        if reason:
            _refuse(handler, reason)
        else:
            handle(handler)

    for name in [name for name in dir(ChaliceRequestHandler) if name.startswith("do_")]:
        setattr(ChaliceRequestHandler, name, handle_known)


def _refuse(handler: ChaliceRequestHandler, reason: str) -> None:
    handler._parse_payload()  # noqa: SLF001 - an unread body would be taken for the next request
    body = "" if handler.command == "HEAD" else reason
    handler._send_http_response(  # noqa: SLF001 - Chalice's, for its own errors
        HTTPStatus.FORBIDDEN, {"Content-Type": "text/plain; charset=utf-8"}, body
    )


def shorten_access_log() -> None:
    """Let the server log URLs without query strings, since status URLs have keys there."""
    ChaliceRequestHandler.log_message = _log_message


def _log_message(handler: BaseHTTPRequestHandler, format: str, *args: object) -> None:  # noqa: A002 - its name
    BaseHTTPRequestHandler.log_message(handler, "%s", _QUERY.sub("?…", format % args, 1))


if __name__ == "__main__":
    main()
