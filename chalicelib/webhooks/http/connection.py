"""An HTTP connection to an address that has been checked."""

import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from threading import Timer

from chalicelib.webhooks.http.url_checks import Target


class PinnedConnection(HTTPConnection):
    """Connects to one of the given addresses, without resolving the target's host again.

    So a DNS response that changes between check and connection has no effect (DNS rebinding). The
    certificate must be valid for the host.
    """

    def __init__(
        self, target: Target, addresses: Sequence[str], *, timeout: float, tls: ssl.SSLContext
    ) -> None:
        # Otherwise the Host header of HTTPS requests would contain the default port.
        self.default_port = 443 if target.scheme == "https" else 80
        super().__init__(target.host, target.port, timeout=timeout)
        self._target, self._addresses, self._seconds, self._tls = target, addresses, timeout, tls
        self._timed_out = False

    def connect(self) -> None:
        """Connect and, for HTTPS, do the TLS handshake. Raises OSError."""
        plain = self._connect_to_any()
        self._set_socket(plain)
        if self._target.scheme == "https":
            # In two steps, so that the timer can also abort a slow handshake.
            encrypted = self._tls.wrap_socket(
                plain, server_hostname=self._target.host, do_handshake_on_connect=False
            )
            self._set_socket(encrypted)
            encrypted.do_handshake()

    def _set_socket(self, sock: socket.socket) -> None:
        self.sock = sock
        # If the timer fired before the socket was set, it had nothing to shut down.
        if self._timed_out:
            raise TimeoutError("the time limit was exceeded")

    def _connect_to_any(self) -> socket.socket:
        """Try the addresses in turn. Each gets an equal share of the time limit."""
        for address in self._addresses[:-1]:
            with suppress(OSError):
                return self._connect_to(address)
        return self._connect_to(self._addresses[-1])

    def _connect_to(self, address: str) -> socket.socket:
        seconds = self._seconds / len(self._addresses)
        sock = socket.create_connection((address, self._target.port), seconds)
        sock.settimeout(self._seconds)
        return sock

    @contextmanager
    def time_limit(self) -> Iterator[None]:
        """Shut the connection down when the time is up, even if data still arrives. Raises TimeoutError."""
        timer = Timer(self._seconds, self._shut_down)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self.close()
        # A response that was interrupted looks like one that has ended.
        if self._timed_out:
            raise TimeoutError("the time limit was exceeded")

    def _shut_down(self) -> None:
        self._timed_out = True
        sock = self.sock
        if sock is not None:
            # SSLSocket.shutdown would discard the TLS state while another thread reads.
            with suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
