from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path, PurePosixPath, PureWindowsPath
from threading import Thread

import msgspec
import pytest
from darkroom import Client, ConnectionFailed, DownloadError, Image, MissingVariant
from darkroom.downloads import target_name
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.client import payloads
from tests.unit.client.clocks import FakeClock
from tests.unit.client.web import Web

FILE_URL = payloads.variant()["url"]


def an_image(*variants: dict[str, object], filename: str = "cat.jpg") -> Image:
    chosen = list(variants) or [payloads.variant()]
    return msgspec.convert(payloads.image(filename=filename, variants=chosen), Image)


@contextmanager
def truncating_server() -> Iterator[str]:
    """Serve a response that is shorter than its Content-Length."""

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


def test_names_files_after_the_image_and_variant(client: Client, web: Web, tmp_path: Path) -> None:
    web.get(FILE_URL, body=b"12345")

    saved = client.download(an_image(), tmp_path / "new" / "folder")

    assert saved == {"300x300": tmp_path / "new" / "folder" / "cat-300x300.jpg"}
    assert saved["300x300"].read_bytes() == b"12345"


def test_saves_only_the_named_variants(client: Client, web: Web, tmp_path: Path) -> None:
    small = payloads.variant("small")
    web.get(small["url"], body=b"12345")

    client.download(an_image(payloads.variant(), small), tmp_path, ["small"])

    assert [path.name for path in tmp_path.iterdir()] == ["cat-small.jpg"]


def test_raises_if_the_image_lacks_a_variant(client: Client, tmp_path: Path) -> None:
    with pytest.raises(MissingVariant, match="no variant named huge"):
        client.download(an_image(), tmp_path, ["300x300", "huge"])
    assert list(tmp_path.iterdir()) == []


def test_does_not_overwrite_an_existing_file(client: Client, tmp_path: Path) -> None:
    target = tmp_path / "cat-300x300.jpg"
    target.write_bytes(b"mine")

    with pytest.raises(FileExistsError, match=r"cat-300x300\.jpg already exists"):
        client.download(an_image(), tmp_path)
    assert target.read_bytes() == b"mine"


def test_does_not_overwrite_a_file_created_during_the_download(
    client: Client, web: Web, tmp_path: Path
) -> None:
    target = tmp_path / "cat-300x300.jpg"

    web.get(FILE_URL, body=b"12345", meanwhile=lambda: target.write_bytes(b"mine"))

    with pytest.raises(FileExistsError, match=r"cat-300x300\.jpg already exists"):
        client.download(an_image(), tmp_path)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"mine"]


def test_overwrites_an_existing_file_on_request(client: Client, web: Web, tmp_path: Path) -> None:
    (tmp_path / "cat-300x300.jpg").write_bytes(b"old")
    web.get(FILE_URL, body=b"12345")

    saved = client.download(an_image(), tmp_path, overwrite=True)

    assert saved["300x300"].read_bytes() == b"12345"


def test_retries_a_lost_connection_and_leaves_no_partial_file(
    client: Client, clock: FakeClock, tmp_path: Path
) -> None:
    with truncating_server() as url, pytest.raises(ConnectionFailed, match="was lost"):
        client.download(an_image(payloads.variant(url=url)), tmp_path)

    assert list(tmp_path.iterdir()) == []
    assert len(clock.pauses) == 3


def test_rejects_a_file_of_the_wrong_size(client: Client, web: Web, tmp_path: Path) -> None:
    web.get(FILE_URL, body=b"123")

    with pytest.raises(DownloadError, match="3 bytes instead of 5"):
        client.download(an_image(), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_expired_url_error_does_not_contain_the_signature(client: Client, web: Web, tmp_path: Path) -> None:
    web.get(FILE_URL, status=403)

    with pytest.raises(DownloadError, match="403 Forbidden") as caught:
        client.download(an_image(), tmp_path)
    assert "secret" not in str(caught.value)


def test_retries_when_s3_is_unavailable(client: Client, web: Web, tmp_path: Path) -> None:
    web.get(FILE_URL, status=503)
    web.get(FILE_URL, body=b"12345")

    assert client.download(an_image(), tmp_path)["300x300"].read_bytes() == b"12345"


@pytest.mark.parametrize(
    ("filename", "name"),
    [
        ("späße +1 %.png", "späße +1 %-300x300.jpg"),
        ("../../etc/passwd", "passwd-300x300.jpg"),
        ("C:\\images\\boot.ini", "boot-300x300.jpg"),
        (".bashrc", "bashrc-300x300.jpg"),
        ("..", "image-300x300.jpg"),
        ("", "image-300x300.jpg"),
        ("a:b|c?.gif", "abc-300x300.jpg"),
        ("no-extension", "no-extension-300x300.jpg"),
    ],
)
def test_sanitizes_file_names(filename: str, name: str) -> None:
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
        ("image/jxl", ".jxl"),  # a format of a newer service
    ],
)
def test_extension_matches_the_content_type(content_type: str, extension: str) -> None:
    image = an_image(payloads.variant(content_type=content_type))

    assert target_name(image, image.variants[0]) == f"cat-300x300{extension}"


@given(filename=st.text(), label=st.text(), content_type=st.text())
def test_file_name_is_always_a_single_path_component(filename: str, label: str, content_type: str) -> None:
    image = an_image(payloads.variant(label, content_type=content_type), filename=filename)

    name = target_name(image, image.variants[0])

    assert PurePosixPath(name).name == PureWindowsPath(name).name == name
    assert name.isprintable() or not any(ord(char) < 32 for char in name)
    assert not name.startswith(".")
    assert len(name.encode()) <= 200
