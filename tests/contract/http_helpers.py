"""HTTP clients that may connect to this machine, and servers that behave in any given way."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

from chalicelib.webhooks.http import HttpClient
from chalicelib.webhooks.http.url_checks import Resolve, system_resolver

HEADERS = {"Content-Type": "application/json", "webhook-id": "i-3"}
BODY = '{"filename": "späße"}'.encode()

Serve = Callable[[socket.socket], None]


def make_client(
    *,
    allow_loopback: bool = True,
    tls: ssl.SSLContext | None = None,
    timeout: float = 10,
    resolve: Resolve = system_resolver,
) -> HttpClient:
    tls = tls or ssl.create_default_context()
    return HttpClient(allow_loopback=allow_loopback, tls=tls, timeout=timeout, resolve=resolve)


@contextmanager
def served(serve: Serve) -> Iterator[str]:
    """Run a server that passes each connection to `serve` in a thread; yield its URL."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def run() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with closing(connection):
                    serve(connection)

        threading.Thread(target=run, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/hook"


def silent(connection: socket.socket) -> None:
    """Send nothing until the client gives up."""
    with suppress(OSError):
        while connection.recv(65_536):
            pass
