"""An HTTPS server with images, for the command to fetch; it records the requests."""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import trustme


@dataclass
class Page:
    """A response. `claimed` is its Content-Length, if it is not that of the body."""

    body: bytes = b"meow"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    claimed: int | None = None
    endless: bool = False


@dataclass
class ImageServer:
    """`url` is its origin, and `certificate` the file with the certificate to trust."""

    url: str
    certificate: Path
    pages: dict[str, Page] = field(default_factory=dict)
    requests: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    stopped: Event = field(default_factory=Event)

    def add(self, path: str, page: Page) -> str:
        """Serve a page; return its URL."""
        self.pages[path] = page
        return f"{self.url}{path}"

    def redirect(self, path: str, target: str) -> str:
        """Redirect a path; return its URL."""
        return self.add(path, Page(b"", 302, {"Location": target}))


class _Handler(BaseHTTPRequestHandler):
    server_of_images: ImageServer

    def do_GET(self) -> None:
        served = self.server_of_images
        served.requests.append((self.path, dict(self.headers)))
        page = served.pages[self.path]
        self.send_response(page.status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        if not page.endless:
            self.send_header("Content-Length", str(len(page.body) if page.claimed is None else page.claimed))
        self.end_headers()
        self.wfile.write(page.body)
        while page.endless and not served.stopped.wait(0.01):
            try:
                self.wfile.write(page.body)
            except OSError:
                return

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def running_images(folder: Path) -> Iterator[ImageServer]:
    """Run the server; `folder` gets the certificate to trust."""
    authority = trustme.CA()
    certificate = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        served = ImageServer(f"https://127.0.0.1:{server.server_port}", certificate)
        server.RequestHandlerClass = type("Handler", (_Handler,), {"server_of_images": served})
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.daemon_threads = True
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield served
        served.stopped.set()
        server.shutdown()
