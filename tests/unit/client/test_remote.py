"""Images from `https://` URLs, which the command fetches itself."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from darkroom.cli import main
from darkroom.cli.cancellation import CancellableClock, Cancelled
from darkroom.cli.remote import Limits, RemoteFile
from darkroom.cli.spooling import UnusableInput

from tests.unit.client.fake_service import FakeService
from tests.unit.client.image_server import ImageServer, Page, running_images

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def images(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ImageServer]:
    with running_images(tmp_path) as served:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(served.certificate))
        yield served


def fetched(url: str, **limits: float) -> tuple[str, str | None, bytes]:
    """Fetch a URL; return its name, type and bytes."""
    remote = RemoteFile(url, lambda: None, Limits(**limits))  # type: ignore[arg-type] # one of them is a float
    with remote.open() as opened:
        return opened.filename, opened.content_type, opened.stream.read()


def test_uploads_an_image_from_a_url(
    configured_service: FakeService, images: ImageServer, capsys: Capture
) -> None:
    url = images.add("/photos/cat.jpg?size=large", Page())

    assert main(["upload", "--json", "--token", "t0ken", url]) == 0

    outcome = json.loads(capsys.readouterr().out)
    assert (outcome["input"], outcome["image"]["filename"]) == (url, "cat.jpg")
    assert ("file", b"meow") in configured_service.uploads[0].parts()
    assert "t0ken" not in str(images.requests)


@pytest.mark.parametrize(
    ("path", "headers", "name", "content_type"),
    [
        ("/cat.JPG", {"Content-Type": "text/plain"}, "cat.JPG", "image/jpeg"),
        ("/caf%C3%A9.png", {}, "café.png", "image/png"),
        ("/a%2Fb.png", {}, "a_b.png", "image/png"),
        ("/photo?id=5", {"Content-Type": "image/webp; q=1"}, "photo", "image/webp"),
        ("/photo", {"Content-Type": "application/octet-stream"}, "photo", "application/octet-stream"),
        ("/", {}, "image", "application/octet-stream"),
        ("/x", {"Content-Disposition": 'attachment; filename="dog.gif"'}, "dog.gif", "image/gif"),
        ("/x", {"Content-Disposition": "inline; filename*=UTF-8''d%C3%B6g.gif"}, "dög.gif", "image/gif"),
        ("/x", {"Content-Disposition": 'inline; filename="../../etc/c:\\cat.png"'}, "cat.png", "image/png"),
        ("/y.bmp", {"Content-Disposition": "inline"}, "y.bmp", "image/bmp"),
    ],
)
def test_takes_name_and_type_from_the_response_or_the_path(
    images: ImageServer, path: str, headers: dict[str, str], name: str, content_type: str
) -> None:
    assert fetched(images.add(path, Page(headers=headers))) == (name, content_type, b"meow")


def test_follows_redirects_and_keeps_the_name_of_an_image(images: ImageServer) -> None:
    images.add("/0b5e", Page())
    url = images.redirect("/cat.png", "/0b5e")

    assert fetched(url) == ("cat.png", "image/png", b"meow")


def test_takes_the_name_of_the_target_if_the_url_has_none(images: ImageServer) -> None:
    images.add("/files/cat.png", Page())
    assert fetched(images.redirect("/latest", "/files/cat.png"))[0] == "cat.png"


def redirected_to_http(images: ImageServer) -> str:
    return images.redirect("/", "http://127.0.0.1:9/cat.jpg")


def redirected_to_a_password(images: ImageServer) -> str:
    return images.redirect("/", images.url.replace("//", "//user:secret@"))


@pytest.mark.parametrize(
    ("served", "message"),
    [
        (redirected_to_http, "redirects to a URL that is not encrypted. Use an https:// URL."),
        (
            lambda images: images.redirect("/", "file:///etc/passwd"),
            "redirects to a URL that is not encrypted",
        ),
        (redirected_to_a_password, "redirects to a URL that contains a user name or password"),
        (lambda images: images.redirect("/", "/"), "redirects more than 5 times."),
        (lambda images: images.add("/", Page(status=404)), "answered with HTTP status 404."),
        (lambda images: images.add("/", Page(b"")), "is empty."),
        (
            lambda images: images.add("/", Page(b"me", claimed=4)),
            "could not be fetched: there is no connection",
        ),
        (lambda images: images.add("/", Page(b"y" * 9999)), "is larger than 1.0 kB."),
        (lambda images: images.add("/", Page(b"y", endless=True)), "took longer than 0.3 seconds."),
        (
            lambda images: images.add("/", Page(headers={"Content-Type": "text/HTML; charset=utf-8"})),
            "is a web page. Use the URL of the image itself.",
        ),
    ],
)
def test_explains_what_cannot_be_fetched(
    images: ImageServer, served: Callable[[ImageServer], str], message: str
) -> None:
    url = served(images)

    with pytest.raises(UnusableInput) as caught:
        fetched(url, max_bytes=1000, total_seconds=0.3)
    assert str(caught.value).startswith(f"{url} {message}")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://127.0.0.1:9/cat.jpg", "is not encrypted. Use an https:// URL."),
        ("https://user:secret@127.0.0.1:9/", "contains a user name or password. Download the file yourself."),
        ("https://127.0.0.1:9/cat.jpg", "could not be fetched: there is no connection, or it was lost."),
        ("https://[::1/cat.jpg", "is not a valid URL."),
        ("https:///cat.jpg", "is not a valid URL."),
    ],
)
def test_a_bad_url_does_not_end_the_batch(
    configured_service: FakeService, image_file: Path, capsys: Capture, url: str, message: str
) -> None:
    assert main(["upload", url, str(image_file)]) == 1

    printed = capsys.readouterr()
    assert printed.err == f"darkroom: {url} {message}\n"
    assert printed.out.startswith(f"{image_file}  ready")
    assert len(configured_service.requested) == 1


def test_refuses_an_unknown_certificate(images: ImageServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(UnusableInput, match="has no valid certificate"):
        fetched(images.add("/", Page()))


def test_sends_no_password_from_netrc(
    images: ImageServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    images.add("/cat.jpg", Page())

    fetched(images.redirect("/", "/cat.jpg"))

    assert len(images.requests) == 2
    assert all("Authorization" not in headers for _, headers in images.requests)


def test_ctrl_c_ends_a_download(images: ImageServer) -> None:
    clock = CancellableClock()
    clock.cancel()
    remote = RemoteFile(images.add("/", Page(b"y", endless=True)), clock.check)
    with pytest.raises(Cancelled), remote.open():
        pass
