"""URLs of files that are no longer there, through the CDN of the template."""

import io
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import ClientError
from PIL import Image

from chalicelib.bootstrap import darkroom
from local.cdn.edge import Edge
from local.cdn.origins import Answer
from tests.functional.conftest import App
from tests.unit.infra.templates import LONGEST_STAGE, distribution

CDN = "https://cdn.example"
PARAMETERS = {"Stage": LONGEST_STAGE, "ApiDomain": "api.example"}


@pytest.fixture
def public_app(app: App, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    monkeypatch.setenv("PUBLIC_BASE_URL", CDN)
    darkroom.cache_clear()
    yield app
    darkroom.cache_clear()


@pytest.fixture
def edge(public_app: App) -> Edge:
    s3, bucket = public_app.aws.clients.s3, public_app.aws.resources.dest_bucket

    def processed(method: str, path: str) -> Answer:
        try:
            found = s3.get_object(Bucket=bucket, Key=path.removeprefix("/"))
        except ClientError:
            return Answer(403, {})
        headers = {"content-type": found["ContentType"], "cache-control": found["CacheControl"]}
        return Answer(200, headers, b"" if method == "HEAD" else found["Body"].read())

    def api(method: str, path: str) -> Answer:
        stage, _, rest = path.removeprefix("/").partition("/")
        assert stage == LONGEST_STAGE
        response = public_app.chalice.http.request(method, f"/{rest}")
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, headers, response.body)

    return Edge(distribution(**PARAMETERS), {"processed": processed, "api": api})


def path_of(app: App, image_id: str) -> str:
    """Return the path of the first variant's current file on the CDN."""
    url = app.get(f"/images/{image_id}").json_body["variants"][0]["url"]
    assert url.startswith(f"{CDN}/v/")
    return str(urlsplit(url).path)


def remove(app: App, path: str) -> None:
    """Remove all versions of a file, as the sweep does after the grace period."""
    s3, bucket = app.aws.clients.s3, app.aws.resources.dest_bucket
    listed = s3.list_object_versions(Bucket=bucket, Prefix=path.removeprefix("/"))["Versions"]
    for each in listed:
        s3.delete_object(Bucket=bucket, Key=each["Key"], VersionId=each["VersionId"])


def render(app: App, image_id: str) -> str:
    key = app.key_of("cat.png", image_id)
    app.deliver(app.event(key))
    return path_of(app, image_id)


@pytest.fixture
def replaced(public_app: App, png: bytes) -> tuple[str, str, str]:
    """Upload an image and another file over it; return the image's id, the old path and the new one."""
    image_id = public_app.upload(png)
    before = render(public_app, image_id)
    buffer = io.BytesIO()
    Image.linear_gradient("L").rotate(90).save(buffer, "PNG")
    public_app.put(public_app.key_of("cat.png", image_id), buffer.getvalue())
    return image_id, before, render(public_app, image_id)


def test_during_the_grace_period_the_earlier_file_is_still_served(
    edge: Edge, replaced: tuple[str, str, str]
) -> None:
    _, before, after = replaced
    assert before != after
    assert (edge.request("GET", before).status, edge.request("GET", after).status) == (200, 200)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_after_it_the_earlier_url_leads_to_the_current_file(
    public_app: App, edge: Edge, replaced: tuple[str, str, str], method: str
) -> None:
    _, before, after = replaced
    remove(public_app, before)
    redirect = edge.request(method, before)
    assert (redirect.status, redirect.headers["location"]) == (302, f"{CDN}{after}")
    assert redirect.headers["cache-control"] == "public, max-age=60"
    served = edge.request("GET", urlsplit(redirect.headers["location"]).path)
    with Image.open(io.BytesIO(served.body)) as image:
        assert image.size == (256, 256)


def test_a_current_file_that_is_missing_is_no_redirect_loop(
    public_app: App, edge: Edge, replaced: tuple[str, str, str]
) -> None:
    _, _, after = replaced
    remove(public_app, after)
    assert edge.request("GET", after).status == 404


def test_a_deleted_image_is_gone(public_app: App, edge: Edge, replaced: tuple[str, str, str]) -> None:
    image_id, before, after = replaced
    public_app.call("DELETE", f"/images/{image_id}")
    for path in (before, after):
        answer = edge.request("GET", path)
        assert answer.status == 410
        assert b"image_deleted" in answer.body
        assert answer.headers["cache-control"] == "no-store"


def test_an_unknown_image_and_another_name_are_not_found(edge: Edge, replaced: tuple[str, str, str]) -> None:
    image_id, _, _ = replaced
    for path, code in {
        f"/v/{'x' * 28}/0123456789abcdef/300x300.png": b"image_not_found",
        f"/v/{image_id}/0123456789abcdef/huge.png": b"variant_not_found",
    }.items():
        answer = edge.request("GET", path)
        assert (answer.status, code in answer.body) == (404, True)


def test_without_public_variants_an_old_url_does_not_give_access(app: App, png: bytes) -> None:
    image_id = app.upload(png)
    app.deliver(app.event(app.key_of("cat.png", image_id)))
    response = app.chalice.http.get(f"/v/{image_id}/0123456789abcdef/300x300.png")
    assert (response.status_code, response.json_body["code"]) == (404, "image_not_found")
