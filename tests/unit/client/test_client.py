from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests
from darkroom import Client, Image, InvalidResponse, NotFoundError, Preset, Status, UnauthorizedError, Variant

from tests.unit.client import payloads
from tests.unit.client.clients import Connect
from tests.unit.client.fake_service import FakeService
from tests.unit.client.payloads import FORM_URL, URL
from tests.unit.client.web import Web


def test_upload_waits_until_the_image_is_ready(
    live_client: Client, live_service: FakeService, image_file: Path, tmp_path: Path
) -> None:
    image = live_client.upload(image_file)

    assert (image.status, image.filename, image.size) == (Status.READY, "cat.jpg", 4)
    assert [path.name for path in live_client.download(image, tmp_path).values()] == ["cat-300x300.jpg"]
    assert list(live_service.images) == [image.id]


def test_returns_a_typed_image_and_ignores_unknown_fields(client: Client, web: Web) -> None:
    web.get(f"{URL}/images/id1", json=payloads.image())

    image = client.get("id1")

    assert isinstance(image, Image)
    assert image.variants == (Variant(**payloads.variant()),)
    assert image.created_at.isoformat() == "2026-01-02T03:04:05+00:00"


def test_escapes_the_image_id_in_the_path(client: Client, web: Web) -> None:
    web.get(f"{URL}/images/..%2Fpresets%3Fx", status=404)

    with pytest.raises(NotFoundError):
        client.get("../presets?x")


def test_raises_if_the_response_is_not_from_darkroom(client: Client, web: Web) -> None:
    web.get(f"{URL}/images/id1", body="<html>Welcome to nginx</html>")

    with pytest.raises(InvalidResponse, match="The base URL may be wrong"):
        client.get("id1")


def test_returns_typed_presets(client: Client, web: Web) -> None:
    preset: dict[str, Any] = {
        "name": "300x300", "width": 300, "height": 300, "fit": "inside",
        "position": "center", "format": "source", "quality": 80,
    }  # fmt: skip
    web.get(f"{URL}/presets", json={"presets": [preset | {"keep": []}], "default": ["300x300"]})

    presets = client.presets()

    assert presets.presets == (Preset(**preset),)
    assert presets.default == ("300x300",)


def test_delete_raises_if_the_image_does_not_exist(live_client: Client) -> None:
    with pytest.raises(NotFoundError):
        live_client.delete("nobody")


def test_sends_the_token_only_to_the_service(
    connect: Connect, web: Web, image_file: Path, tmp_path: Path
) -> None:
    bearer = {"Authorization": "Bearer t0ken"}
    created = payloads.created()
    web.post(f"{URL}/images", status=201, json=created, with_headers=bearer)
    web.post(FORM_URL, status=201)
    web.get(payloads.status_url(), json=payloads.image())
    web.get(payloads.variant()["url"], body=b"12345")

    with connect(URL, "t0ken") as client:
        client.download(client.upload(image_file), tmp_path)

    assert [call.headers.get("Authorization") for call in web.calls] == [
        "Bearer t0ken", None, None, None,
    ]  # fmt: skip


def test_drops_the_token_on_a_redirect_to_another_host(connect: Connect, web: Web) -> None:
    web.get(f"{URL}/images/id1", status=302, headers={"Location": "http://elsewhere.test/"})
    web.get("http://elsewhere.test/", json=payloads.image())

    with connect(URL, "t0ken") as client:
        client.get("id1")

    assert "Authorization" not in web.calls[1].headers


def test_token_takes_precedence_over_netrc(
    connect: Connect, web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine darkroom.test login me password guess\n")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    web.get(f"{URL}/images/id1", json=payloads.image())

    with connect(URL, "t0ken") as client:
        client.get("id1")

    assert web.calls[0].headers["Authorization"] == "Bearer t0ken"


def test_raises_if_the_token_is_wrong(connect: Connect, live_service: FakeService) -> None:
    live_service.token = "right"  # noqa: S105 - the fake service's

    with connect(live_service.url, "wrong") as client, pytest.raises(UnauthorizedError):
        client.get("id1")


@pytest.mark.parametrize("token", ["line\nbreak", "späße"])
def test_rejects_a_token_with_invalid_characters(connect: Connect, token: str) -> None:
    with pytest.raises(ValueError, match="copied it correctly"):
        connect(URL, token)


@pytest.mark.parametrize(
    "url", ["", "localhost:8000", "ftp://host", "http://", "/images", "ftp://me:pa55@host"]
)
def test_rejects_an_invalid_base_url(connect: Connect, url: str) -> None:
    with pytest.raises(ValueError, match="not a valid base URL") as caught:
        connect(url)
    assert "pa55" not in str(caught.value)


def test_ignores_a_trailing_slash_in_the_base_url(connect: Connect, web: Web) -> None:
    web.get(f"{URL}/images/id1", json=payloads.image())

    with connect(f"{URL}/") as client:
        assert client.get("id1").id == "id1"


def test_uses_the_callers_session_and_leaves_it_open(web: Web) -> None:
    web.get(f"{URL}/images/id1", json=payloads.image())
    session = ClosingSession()

    with Client(URL, session=session) as client:
        client.get("id1")
    left_open = not session.closed
    session.close()

    assert left_open


class ClosingSession(requests.Session):
    """Remembers whether it was closed."""

    closed = False

    def close(self) -> None:
        self.closed = True
        super().close()


def test_rejects_a_string_as_variants(client: Client, image_file: Path, tmp_path: Path) -> None:
    image = msgspec.convert(payloads.image(), Image)

    with pytest.raises(TypeError, match=r"\['small'\]"):
        client.upload(image_file, "small")
    with pytest.raises(TypeError, match=r"\['small'\]"):
        client.download(image, tmp_path, "small")


def test_wait_can_be_positional(live_client: Client, live_service: FakeService, image_file: Path) -> None:
    live_service.outcome = "processing"

    assert live_client.upload(image_file, None, False).status is Status.PROCESSING  # noqa: FBT003 - tests just this
