from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests
import responses
from darkroom import Client, Image, InvalidResponse, NotFoundError, Preset, Status, UnauthorizedError, Variant
from responses import RequestsMock, matchers

from tests.unit.client import documents
from tests.unit.client.documents import FORM_URL, URL
from tests.unit.client.service import Service


def test_an_upload_ends_with_the_picture_ready(
    live_client: Client, live_service: Service, picture: Path, tmp_path: Path
) -> None:
    image = live_client.upload(picture)

    assert (image.status, image.filename, image.size) == (Status.READY, "cat.jpg", 4)
    assert [path.name for path in live_client.download(image, tmp_path).values()] == ["cat-300x300.jpg"]
    assert list(live_service.images) == [image.id]


def test_an_image_is_typed_and_fields_to_come_are_ignored(client: Client, web: RequestsMock) -> None:
    web.get(f"{URL}/images/id1", json=documents.image())

    image = client.get("id1")

    assert isinstance(image, Image)
    assert image.variants == (Variant(**documents.variant()),)
    assert image.created_at.isoformat() == "2026-01-02T03:04:05+00:00"


def test_an_id_cannot_reach_another_path(client: Client, web: RequestsMock) -> None:
    web.get(f"{URL}/images/..%2Fpresets%3Fx", status=404)

    with pytest.raises(NotFoundError):
        client.get("../presets?x")


def test_an_answer_that_is_not_darkrooms_is_named_as_such(client: Client, web: RequestsMock) -> None:
    web.get(f"{URL}/images/id1", body="<html>Welcome to nginx</html>")

    with pytest.raises(InvalidResponse, match="is the base URL right"):
        client.get("id1")


def test_a_listing_fetches_page_after_page(client: Client, web: RequestsMock) -> None:
    first = {"images": [documents.image("a"), documents.image("b")], "next_cursor": "more"}
    last = {"images": [documents.image("c")], "next_cursor": None}
    web.get(f"{URL}/images", json=first, match=[matchers.query_param_matcher({"limit": "100"})])
    web.get(
        f"{URL}/images", json=last, match=[matchers.query_param_matcher({"limit": "100", "cursor": "more"})]
    )

    assert [image.id for image in client.list()] == ["a", "b", "c"]


def test_a_limited_listing_asks_for_no_more_than_it_gives(client: Client, web: RequestsMock) -> None:
    page = {"images": [documents.image("a"), documents.image("b")], "next_cursor": "more"}
    query = matchers.query_param_matcher({"limit": "2", "status": "ready"})
    web.get(f"{URL}/images", json=page, match=[query])

    assert [image.id for image in client.list(status=Status.READY, limit=2)] == ["a", "b"]


def test_presets_tell_what_can_be_asked_for(client: Client, web: RequestsMock) -> None:
    preset: dict[str, Any] = {
        "name": "300x300", "width": 300, "height": 300, "fit": "inside",
        "position": "center", "format": "source", "quality": 80,
    }  # fmt: skip
    web.get(f"{URL}/presets", json={"presets": [preset | {"keep": []}], "default": ["300x300"]})

    presets = client.presets()

    assert presets.presets == (Preset(**preset),)
    assert presets.default == ("300x300",)


def test_deleting_what_is_not_there_is_an_error(live_client: Client) -> None:
    with pytest.raises(NotFoundError):
        live_client.delete("nobody")


def test_the_token_goes_to_the_service_and_nowhere_else(
    web: RequestsMock, picture: Path, tmp_path: Path
) -> None:
    bearer = matchers.header_matcher({"Authorization": "Bearer t0ken"})
    created = documents.image(status="pending") | {"upload": documents.form()}
    web.post(f"{URL}/images", status=201, json=created, match=[bearer])
    web.post(FORM_URL, status=201)
    web.get(f"{URL}/images/id1", json=documents.image(), match=[bearer])
    web.get(documents.variant()["url"], body=b"12345")

    with Client(URL, "t0ken") as client:
        client.download(client.upload(picture), tmp_path)

    assert [call.request.headers.get("Authorization") for call in web.calls] == [
        "Bearer t0ken", None, "Bearer t0ken", None,
    ]  # fmt: skip


def test_a_redirect_to_another_host_does_not_take_the_token_along(web: RequestsMock) -> None:
    web.get(f"{URL}/images/id1", status=302, headers={"Location": "https://elsewhere.test/"})
    web.get("https://elsewhere.test/", json=documents.image())

    with Client(URL, "t0ken") as client:
        client.get("id1")

    assert "Authorization" not in web.calls[1].request.headers


def test_the_token_wins_over_netrc(
    web: RequestsMock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine darkroom.test login me password guess\n")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    web.get(f"{URL}/images/id1", json=documents.image())

    with Client(URL, "t0ken") as client:
        client.get("id1")

    assert web.calls[0].request.headers["Authorization"] == "Bearer t0ken"


def test_a_wrong_token_is_refused(live_service: Service) -> None:
    live_service.token = "right"  # noqa: S105 - the fake service's

    with Client(live_service.url, "wrong") as client, pytest.raises(UnauthorizedError):
        client.get("id1")


@pytest.mark.parametrize("token", ["line\nbreak", "späße"])
def test_a_token_that_cannot_be_sent_is_refused_at_once(token: str) -> None:
    with pytest.raises(ValueError, match="pasted whole"):
        Client(URL, token)


@pytest.mark.parametrize(
    "url", ["", "localhost:8000", "ftp://host", "http://", "/images", "ftp://me:pa55@host"]
)
def test_a_base_url_that_is_none_is_refused_at_once(url: str) -> None:
    with pytest.raises(ValueError, match="no base URL") as caught:
        Client(url)
    assert "pa55" not in str(caught.value)


def test_a_slash_at_the_end_of_the_base_url_changes_nothing(web: RequestsMock) -> None:
    web.get(f"{URL}/images/id1", json=documents.image())

    with Client(f"{URL}/") as client:
        assert client.get("id1").id == "id1"


def test_a_session_of_the_callers_is_used_and_left_open(web: responses.RequestsMock) -> None:
    web.get(f"{URL}/images/id1", json=documents.image())
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


def test_a_listing_goes_on_after_an_empty_page(client: Client, web: RequestsMock) -> None:
    web.get(f"{URL}/images", json={"images": [], "next_cursor": "more"})
    web.get(f"{URL}/images", json={"images": [documents.image("a")], "next_cursor": None})

    assert [image.id for image in client.list(limit=2)] == ["a"]


def test_one_string_is_no_list_of_variants(client: Client, picture: Path, tmp_path: Path) -> None:
    image = msgspec.convert(documents.image(), Image)

    with pytest.raises(TypeError, match=r"\['small'\]"):
        client.upload(picture, "small")
    with pytest.raises(TypeError, match=r"\['small'\]"):
        client.download(image, tmp_path, "small")


def test_whether_to_wait_may_come_third(live_client: Client, live_service: Service, picture: Path) -> None:
    live_service.outcome = "processing"

    assert live_client.upload(picture, None, False).status is Status.PROCESSING  # noqa: FBT003 - that it works
