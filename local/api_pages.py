"""Makes Chalice's local server refuse requests of foreign web pages."""

import functools
from collections.abc import Collection
from http import HTTPStatus

from chalice.local import ChaliceRequestHandler

from local.page_requests import RequestSource, foreign_host, foreign_origin, is_for_any_page


def refuse_foreign_pages(origins: Collection[str]) -> None:
    """Patch the server's handler; it accepts pages of these origins."""
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
