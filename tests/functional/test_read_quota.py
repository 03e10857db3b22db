"""Requests that read images count against the owner's quota of reads."""

from collections.abc import Iterator

import pytest

from chalicelib.bootstrap import darkroom
from chalicelib.bootstrap.access import Access
from tests.functional.conftest import App

READS_PER_DAY = 4
OWNER = "reader"
READING = ["/images", "/images/unknown", "/images/unknown/variants/300x300", "/presets"]


@pytest.fixture
def app_with_quota(app: App, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    monkeypatch.setenv("READS_PER_DAY", str(READS_PER_DAY))
    darkroom.cache_clear()
    _, token = Access(app.aws.environment).registry.create(OWNER)
    yield App(app.chalice, app.aws, token)
    darkroom.cache_clear()


@pytest.mark.parametrize("path", READING)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_request_that_reads_counts_as_one_image(app_with_quota: App, method: str, path: str) -> None:
    statuses = [app_with_quota.call(method, path).status_code for _ in range(READS_PER_DAY + 1)]
    assert 429 not in statuses[:-1]
    assert statuses[-1] == 429


def test_a_page_counts_as_the_images_that_it_contains(app_with_quota: App) -> None:
    for _ in range(READS_PER_DAY):
        app_with_quota.post("/images", {"filename": "cat.png"})
    page = app_with_quota.get(f"/images?limit={READS_PER_DAY}")
    assert len(page.json_body["images"]) == READS_PER_DAY
    refused = app_with_quota.get("/images")
    assert (refused.status_code, refused.json_body["code"]) == (429, "quota_exceeded")
    assert 0 < int(refused.headers["Retry-After"]) <= 24 * 60 * 60


def test_a_page_counts_the_records_that_it_filters_out(app_with_quota: App) -> None:
    for _ in range(READS_PER_DAY):
        app_with_quota.post("/images", {"filename": "cat.png"})
    page = app_with_quota.get("/images?status=processing")
    assert page.json_body["images"] == []
    assert app_with_quota.get("/images").status_code == 429


def test_a_page_of_an_external_id_counts_as_the_images_that_it_contains(app_with_quota: App) -> None:
    for _ in range(READS_PER_DAY):
        app_with_quota.post("/images", {"filename": "cat.png", "metadata": {"external_id": "counted"}})
    assert app_with_quota.get("/images?external_id=counted").status_code == 200
    assert app_with_quota.get("/images?external_id=counted").status_code == 429


def test_a_change_of_metadata_counts_as_ten_reads(app_with_quota: App) -> None:
    image_id = app_with_quota.post("/images", {"filename": "cat.png"}).json_body["id"]
    first, second = (
        app_with_quota.call(
            "PATCH",
            f"/images/{image_id}",
            b'{"metadata": {"alt": "%d"}}' % number,
            {"Content-Type": "application/json"},
        )
        for number in range(2)
    )
    assert (first.status_code, first.json_body["metadata"]["alt"]) == (200, "0")
    assert (second.status_code, second.json_body["code"]) == (429, "quota_exceeded")
    assert app_with_quota.get("/images").status_code == 429


def test_creating_images_does_not_count(app_with_quota: App) -> None:
    created = [app_with_quota.post("/images", {"filename": "cat.png"}) for _ in range(READS_PER_DAY + 1)]
    assert {response.status_code for response in created} == {201}
    assert app_with_quota.get("/images").status_code == 200
