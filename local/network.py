"""Ports of the loopback interface: the local stack is never reachable from another machine."""

import socket

from local.errors import PortTaken

LOOPBACK = "127.0.0.1"


def choose_port(wanted: int) -> int:
    """Return `wanted` if it can be bound, or a free port for 0. Raises PortTaken."""
    with socket.socket() as probe:
        # as both servers do: a port that was in use a moment ago may be taken again
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, wanted))
        except OSError as error:
            raise PortTaken(f"Port {wanted} cannot be used ({error.strerror}); choose another.") from error
        port: int = probe.getsockname()[1]
        return port
