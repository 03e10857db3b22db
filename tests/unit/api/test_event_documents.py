"""The documents of events."""

import json
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from chalicelib.api.documents import ImageDocument
from chalicelib.api.event_documents import MAX_BYTES, EventDocument, describe
from chalicelib.api.links import Links
from chalicelib.models import Failure, Image, Status, Variant
from tests.unit.deployment import LIFETIMES
from tests.unit.in_memory_app import InMemoryApp


@pytest.fixture
def image() -> Image:
    app = InMemoryApp()
    app.reconcile(app.put(b"image"))
    return replace(app.image(), pending_event_for="alice")


def detail(image: Image) -> dict[str, Any]:
    return dict(json.loads(describe(image, None, LIFETIMES, kernel=True).detail))


def cdn(key: str) -> str:
    return f"https://cdn.example.com/{key}"


def test_an_event_has_the_images_document_and_its_own_fields(image: Image) -> None:
    document = json.loads(describe(image, cdn, LIFETIMES, kernel=True).detail)
    own = {name: document.pop(name) for name in ("event_id", "revision", "owner", "expired", "cdn")}
    ids = {"event_id": f"{image.id}-1", "revision": 1, "owner": "alice"}
    assert own == {**ids, "expired": [], "cdn": "done"}
    assert document == json.loads(
        msgspec.json.encode(ImageDocument.of(image, Links(url_of=cdn, kernel=True)))
    )


def test_the_same_outcome_has_the_same_id(image: Image) -> None:
    assert (
        describe(image, None, LIFETIMES, kernel=True).id
        == describe(image, None, LIFETIMES, kernel=True).id
        == detail(image)["event_id"]
    )


@pytest.mark.parametrize(
    ("status", "type_"),
    [
        (Status.READY, "Image Ready"),
        (Status.FAILED, "Image Failed"),
        (Status.DELETED, "Image Deleted"),
    ],
)
def test_each_outcome_has_a_type(image: Image, status: Status, type_: str) -> None:
    assert describe(replace(image, status=status), None, LIFETIMES, kernel=True).type == type_


def test_variant_urls_are_permanent_and_unsigned(image: Image) -> None:
    document = detail(image)
    assert [variant["url"] for variant in document["variants"]] == [f"images/{image.id}/variants/300x300"]
    assert document["srcset"].startswith(f"images/{image.id}/variants/300x300 ")


def test_urls_of_a_preset_in_several_formats_have_an_extension(image: Image) -> None:
    [jpeg] = image.variants
    avif = replace(jpeg, key=f"{jpeg.key.removesuffix('.jpg')}.avif", content_type="image/avif")
    document = detail(replace(image, variants=(avif, jpeg)))
    urls = [f"images/{image.id}/variants/300x300.{extension}" for extension in ("avif", "jpg")]
    assert [variant["url"] for variant in document["variants"]] == urls
    assert [source["src"] for source in document["sources"]] == urls


def test_a_failure_has_its_reason(image: Image) -> None:
    failed = replace(image, status=Status.FAILED, variants=(), error=Failure(code="c", detail="d"))
    assert detail(failed)["error"] == {"code": "c", "detail": "d"}


def test_a_document_too_large_for_an_event_has_no_variants(image: Image) -> None:
    def with_variants(number: int) -> Image:
        return replace(image, variants=tuple(a_variant(index) for index in range(number)))

    assert with_variants(5_000).variants
    short = detail(with_variants(5_000))
    assert (short["variants"], short["sources"], short["srcset"], short["html"]) == ([], [], "", "")
    largest = describe(with_variants(200), None, LIFETIMES, kernel=True).detail
    assert len(json.loads(largest)["variants"]) == 200
    assert len(largest.encode()) <= MAX_BYTES


def a_variant(number: int) -> Variant:
    return Variant(
        name=f"v{number}",
        key=f"k/v/{number}.jpg",
        content_type="image/jpeg",
        width=4 * number,
        height=3 * number,
        size=9,
    )


def test_every_terminal_status_can_be_described(image: Image) -> None:
    for status in Status:
        if status.terminal:
            assert (
                EventDocument.of_outcome(
                    replace(image, status=status), Links(url_of=cdn, kernel=True), with_cdn=True
                ).status
                is status
            )


@pytest.mark.parametrize(
    ("status", "code", "revision", "state"),
    [
        (Status.READY, None, 2, "done"),
        (Status.DELETED, None, 2, "pending"),
        # there was nothing to cache
        (Status.DELETED, None, 1, "done"),
        (Status.FAILED, "content_refused", 2, "pending"),
        (Status.FAILED, "unsupported_format", 2, "done"),
    ],
)
def test_an_event_tells_whether_a_cdn_may_still_serve_copies(
    image: Image, status: Status, code: str | None, revision: int, state: str
) -> None:
    error = Failure(code=code, detail="") if code else None
    outcome = replace(image, status=status, error=error, revision=revision)
    assert json.loads(describe(outcome, cdn, LIFETIMES, kernel=True).detail)["cdn"] == state
    assert json.loads(describe(outcome, None, LIFETIMES, kernel=True).detail)["cdn"] == "done"
