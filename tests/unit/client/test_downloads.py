from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path, PurePosixPath, PureWindowsPath
from threading import Thread

import msgspec
import pytest
import requests
from darkroom import Client, ConnectionFailed, DownloadError, Image, MissingVariant
from darkroom.downloads import target_name
from hypothesis import given
from hypothesis import strategies as st
from responses import RequestsMock

from tests.unit.client import documents
from tests.unit.client.clocks import FakeClock

FILE_URL = documents.variant()["url"]


def an_image(*variants: dict[str, object], filename: str = "cat.jpg") -> Image:
    chosen = list(variants) or [documents.variant()]
    return msgspec.convert(documents.image(filename=filename, variants=chosen), Image)


@contextmanager
def truncating_server() -> Iterator[str]:
    """Announces more bytes than it sends, then hangs up."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "5")
            self.end_headers()
            self.wfile.write(b"12")

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/x.jpg"
        server.shutdown()


def test_variants_are_saved_under_the_names_of_picture_and_variant(
    client: Client, web: RequestsMock, tmp_path: Path
) -> None:
    web.get(FILE_URL, body=b"12345")

    saved = client.download(an_image(), tmp_path / "new" / "folder")

    assert saved == {"300x300": tmp_path / "new" / "folder" / "cat-300x300.jpg"}
    assert saved["300x300"].read_bytes() == b"12345"


def test_only_the_named_variants_are_saved(client: Client, web: RequestsMock, tmp_path: Path) -> None:
    small = documents.variant("small")
    web.get(small["url"], body=b"12345")

    client.download(an_image(documents.variant(), small), tmp_path, ["small"])

    assert [path.name for path in tmp_path.iterdir()] == ["cat-small.jpg"]


def test_a_variant_that_the_image_lacks_is_an_error(client: Client, tmp_path: Path) -> None:
    with pytest.raises(MissingVariant, match="no variant huge"):
        client.download(an_image(), tmp_path, ["300x300", "huge"])
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_stays_as_it_is(client: Client, tmp_path: Path) -> None:
    target = tmp_path / "cat-300x300.jpg"
    target.write_bytes(b"mine")

    with pytest.raises(FileExistsError, match=r"cat-300x300\.jpg is already there"):
        client.download(an_image(), tmp_path)
    assert target.read_bytes() == b"mine"


def test_a_file_that_appears_during_the_download_stays_too(
    client: Client, web: RequestsMock, tmp_path: Path
) -> None:
    target = tmp_path / "cat-300x300.jpg"

    def answer(_: requests.PreparedRequest) -> tuple[int, dict[str, str], bytes]:
        target.write_bytes(b"mine")
        return 200, {}, b"12345"

    web.add_callback("GET", FILE_URL, answer)

    with pytest.raises(FileExistsError, match=r"cat-300x300\.jpg is already there"):
        client.download(an_image(), tmp_path)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"mine"]


def test_a_file_that_is_there_is_replaced_when_asked(
    client: Client, web: RequestsMock, tmp_path: Path
) -> None:
    (tmp_path / "cat-300x300.jpg").write_bytes(b"old")
    web.get(FILE_URL, body=b"12345")

    saved = client.download(an_image(), tmp_path, overwrite=True)

    assert saved["300x300"].read_bytes() == b"12345"


def test_a_broken_download_is_tried_again_and_leaves_nothing_behind(
    client: Client, clock: FakeClock, tmp_path: Path
) -> None:
    with truncating_server() as url, pytest.raises(ConnectionFailed, match="the connection broke"):
        client.download(an_image(documents.variant(url=url)), tmp_path)

    assert list(tmp_path.iterdir()) == []
    assert len(clock.pauses) == 3


def test_a_file_of_another_size_than_stated_is_refused(
    client: Client, web: RequestsMock, tmp_path: Path
) -> None:
    web.get(FILE_URL, body=b"123")

    with pytest.raises(DownloadError, match="3 bytes came instead of 5"):
        client.download(an_image(), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_expired_url_is_told_without_its_signature(
    client: Client, web: RequestsMock, tmp_path: Path
) -> None:
    web.get(FILE_URL, status=403)

    with pytest.raises(DownloadError, match="403 Forbidden") as caught:
        client.download(an_image(), tmp_path)
    assert "secret" not in str(caught.value)


def test_a_busy_storage_is_asked_again(client: Client, web: RequestsMock, tmp_path: Path) -> None:
    web.get(FILE_URL, status=503)
    web.get(FILE_URL, body=b"12345")

    assert client.download(an_image(), tmp_path)["300x300"].read_bytes() == b"12345"


@pytest.mark.parametrize(
    ("filename", "name"),
    [
        ("späße +1 %.png", "späße +1 %-300x300.jpg"),
        ("../../etc/passwd", "passwd-300x300.jpg"),
        ("C:\\pictures\\boot.ini", "boot-300x300.jpg"),
        (".bashrc", "bashrc-300x300.jpg"),
        ("..", "image-300x300.jpg"),
        ("", "image-300x300.jpg"),
        ("a:b|c?.gif", "abc-300x300.jpg"),
        ("no-extension", "no-extension-300x300.jpg"),
    ],
)
def test_a_saved_name_is_tame(filename: str, name: str) -> None:
    image = an_image(filename=filename)

    assert target_name(image, image.variants[0]) == name


@pytest.mark.parametrize(
    ("content_type", "extension"),
    [
        ("image/jpeg", ".jpg"),
        ("image/png", ".png"),
        ("image/webp", ".webp"),
        ("image/avif", ".avif"),
        ("image/gif", ".gif"),
        ("image/x-unheard-of", ""),
    ],
)
def test_the_extension_says_what_the_variant_is(content_type: str, extension: str) -> None:
    image = an_image(documents.variant(content_type=content_type))

    assert target_name(image, image.variants[0]) == f"cat-300x300{extension}"


@given(filename=st.text(), label=st.text())
def test_no_name_leaves_the_directory(filename: str, label: str) -> None:
    image = an_image(documents.variant(label), filename=filename)

    name = target_name(image, image.variants[0])

    assert PurePosixPath(name).name == PureWindowsPath(name).name == name
    assert name.isprintable() or not any(ord(char) < 32 for char in name)
    assert not name.startswith(".")
    assert len(name.encode()) <= 200
