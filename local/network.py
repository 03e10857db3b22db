"""Serves on the loopback interface, so that other machines cannot reach the local stack."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import BaseServer

from local.errors import PortTaken

LOOPBACK = "127.0.0.1"


def choose_port(wanted: int) -> int:
    """Return the port `wanted` if it is available, or any free port for 0. Raises PortTaken."""
    with socket.socket() as probe:
        # as both servers do, so that a port can be used again at once
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, wanted))
        except OSError as error:
            raise PortTaken(
                f"Port {wanted} is not available: {error.strerror}."
                " Choose another with --port, or with make's PORT=."
            ) from error
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(server: BaseServer) -> Iterator[None]:
    """Run a server in a thread during the block."""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
