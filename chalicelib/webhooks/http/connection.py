"""One HTTP connection to one address that has been looked at."""

import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from threading import Timer

from chalicelib.webhooks.http.url_checks import Target


class PinnedConnection(HTTPConnection):
    """Connects to one of the given addresses in the name of the target's host, which nobody resolves again.

    So an answer of DNS that changes between look and connection changes nothing. The certificate has to be
    the host's.
    """

    def __init__(
        self, target: Target, addresses: Sequence[str], *, timeout: float, tls: ssl.SSLContext
    ) -> None:
        # else the Host header would name the port of every HTTPS URL
        self.default_port = 443 if target.scheme == "https" else 80
        super().__init__(target.host, target.port, timeout=timeout)
        self._target, self._addresses, self._seconds, self._tls = target, addresses, timeout, tls
        self._late = False

    def connect(self) -> None:
        """Connect, and for HTTPS shake hands. Raises OSError."""
        plain = self._reach()
        self._use(plain)
        if self._target.scheme == "https":
            # in two steps, so that a handshake that drips can be cut off as well
            secured = self._tls.wrap_socket(
                plain, server_hostname=self._target.host, do_handshake_on_connect=False
            )
            self._use(secured)
            secured.do_handshake()

    def _use(self, sock: socket.socket) -> None:
        self.sock = sock
        # when time was over, there was no such socket to cut off
        if self._late:
            raise TimeoutError("it took too long")

    def _reach(self) -> socket.socket:
        """Try the addresses in turn; none may use up the time of the others."""
        for address in self._addresses[:-1]:
            with suppress(OSError):
                return self._dial(address)
        return self._dial(self._addresses[-1])

    def _dial(self, address: str) -> socket.socket:
        seconds = self._seconds / len(self._addresses)
        sock = socket.create_connection((address, self._target.port), seconds)
        sock.settimeout(self._seconds)
        return sock

    @contextmanager
    def bounded(self) -> Iterator[None]:
        """Cut the connection off when the time is over, however alive it looks. Raises TimeoutError."""
        timer = Timer(self._seconds, self._cut_off)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self.close()
        # what was cut off in the middle reads like an answer that has come to its end
        if self._late:
            raise TimeoutError("it took too long")

    def _cut_off(self) -> None:
        self._late = True
        sock = self.sock
        if sock is not None:
            # the plain socket's own: TLS would take its state away from whoever is reading
            with suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
