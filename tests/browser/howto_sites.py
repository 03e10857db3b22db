"""Sites that how-to guides describe, running on a free port, and what visitors do there."""

import shlex
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
import requests
from playwright.sync_api import Locator, Page, expect

from local.network import LOOPBACK
from local.process import ROOT
from tests.e2e.conftest import RunningStack
from tests.howto_programs import Reader

START_SECONDS = 60
STOP_SECONDS = 10

refused_uploads = pytest.mark.parametrize(
    ("upload", "status", "code"),
    [
        (
            {"filename": "notes.txt", "size": 16, "content_type": "text/plain"},
            415,
            "unsupported_content_type",
        ),
        ({"filename": "large.jpg", "size": 60 << 20}, 413, "size_too_large"),
        ({"filename": "a/b.jpg", "size": 16}, 400, "invalid_filename"),
    ],
)
"""What the endpoint of every site refuses, with the service's status and code."""


def free_port() -> int:
    """Return a port that no other program uses, for servers that cannot take a socket."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


class GuidePorts:
    """The ports of the sites, which a stack must know as origins before they run.

    Until a site takes its port, a socket keeps other programs from getting it.
    """

    def __init__(self, *sites: str) -> None:
        self._sockets = {site: socket.socket() for site in sites}
        for held in self._sockets.values():
            held.bind((LOOPBACK, 0))
        self._ports: dict[str, int] = {site: held.getsockname()[1] for site, held in self._sockets.items()}

    @property
    def origins(self) -> list[str]:
        return [f"http://{LOOPBACK}:{port}" for port in self._ports.values()]

    def take(self, site: str) -> int:
        self._sockets[site].close()
        return self._ports[site]

    def close(self) -> None:
        for held in self._sockets.values():
            held.close()


@dataclass(frozen=True)
class Guide:
    """A guide that has been followed, and the command that starts its site."""

    reader: Reader
    command: list[str]

    @classmethod
    def followed(cls, page: str, stack: RunningStack, port: int, folders: pytest.TempPathFactory) -> "Guide":
        reader = Reader(folders.mktemp("project"), folders.mktemp("home"), stack.state, port)
        return cls(reader, reader.follow(ROOT / "docs" / "howto" / page))

    @contextmanager
    def running(self, **changes: str) -> Iterator[str]:
        """Run the site; yield its URL. With changed variables, it gets another port."""
        port = free_port() if changes else self.reader.port
        exports = "".join(f" {name}={shlex.quote(value)}" for name, value in changes.items())
        shell, option, script = self.command
        script = script.replace(" exec ", f" exec env{exports} ").replace(str(self.reader.port), str(port))
        with _running([shell, option, script], port, self.reader) as url:
            yield url


@contextmanager
def _running(command: Sequence[str], port: int, reader: Reader) -> Iterator[str]:
    url, log = f"http://{LOOPBACK}:{port}", reader.folder / "site.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=reader.folder,
            env=reader.environment(),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(url, process, log)
        yield url
    finally:
        children = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        for child in children:
            child.kill()
        process.kill()
        process.wait(STOP_SECONDS)
        psutil.wait_procs(children, STOP_SECONDS)


def wait_for(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until the site that the process runs answers; fail with its log if it does not."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        assert process.poll() is None, log.read_text("utf-8")
        try:
            requests.get(url, timeout=START_SECONDS)
        except requests.ConnectionError:
            assert time.monotonic() < deadline, log.read_text("utf-8")
            time.sleep(0.1)
        else:
            return


def choose_image(page: Page, *files: Path) -> Locator:
    """Choose files in the component; return it."""
    component = page.locator("darkroom-upload")
    component.locator("input[type=file]").first.set_input_files(list(files))
    return component


def expect_refusals(page: Page, folder: Path) -> None:
    """Choose files that a site must refuse: text, too large, and only named like an image."""
    notes, large, photo = (folder / name for name in ("notes.txt", "large.jpg", "photo.heic"))
    notes.write_text("These are notes.", "utf-8")
    with large.open("wb") as file:
        file.truncate(60 << 20)
    photo.write_bytes(b"This is no photo." * 100)
    for refused, text in ((notes, "Use JPEG, PNG"), (large, "too large"), (photo, "Use JPEG, PNG")):
        row = choose_image(page, refused).locator("[part~=item]").filter(has_text=refused.name)
        expect(row).to_contain_text(text)
