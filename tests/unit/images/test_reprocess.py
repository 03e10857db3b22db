"""Re-rendering an image."""

from dataclasses import dataclass, field

import pytest
from msgspec.structs import replace

from chalicelib.domain.presets import Presets
from chalicelib.errors import (
    ConfigurationError,
    InvalidField,
    InvalidRequest,
    ObjectNotFound,
    ServiceUnavailable,
    UnknownPreset,
)
from chalicelib.models import (
    Crop,
    Focus,
    Image,
    ReprocessRequest,
    Status,
    UploadRequest,
    VariantChange,
    VariantSpec,
)
from chalicelib.processing.outcome import Outcome
from tests.fakes import FakeImageStore
from tests.unit.deployment import OWNER, PRESETS
from tests.unit.in_memory_app import InMemoryApp

THREE = Presets(
    presets=(*PRESETS.presets, VariantSpec(name="square", width=64, height=64)), default=PRESETS.default
)


@pytest.mark.parametrize("content", [b"image", b"text"])
def test_an_image_is_rerendered_whatever_its_status(app: InMemoryApp, content: bytes) -> None:
    before = app.reconcile(app.put(content))
    assert app.reprocess.run(app.image().id, owner=OWNER).status is Status.PROCESSING
    [(key, source)] = app.sender.sent
    revision = app.image().revision
    assert app.reconcile(source, key) is before
    assert app.image().revision == revision + 1


def test_an_unused_form_is_not_changed(app: InMemoryApp) -> None:
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    with pytest.raises(ObjectNotFound):
        app.reprocess.run(image.id, owner=OWNER)
    assert app.lookup.get(image.id, owner=OWNER) == image
    assert app.sender.sent == []


def test_without_a_function_name_the_error_names_the_setting_and_nothing_changes(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    before = app.image()
    reprocess = replace(app.reprocess, process_function=None)
    with pytest.raises(ConfigurationError, match="PROCESS_FUNCTION"):
        reprocess.run(before.id, owner=OWNER)
    assert app.image() == before


@dataclass
class ContendedStore(FakeImageStore):
    """Another request adds a preset before each of the first claims."""

    others: list[str] = field(default_factory=list)

    def claim_edited(self, edited: Image) -> Image | None:
        if self.others:
            current = self.images[edited.id]
            super().claim_edited(replace(current, requested=("300x300", self.others.pop())))
        return super().claim_edited(edited)


def test_the_image_is_rendered_with_what_the_request_changes(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    request = ReprocessRequest(
        variants=VariantChange(add=("large",)),
        focus=Focus(x=0, y=1),
        crop=Crop(x=0, y=0, width=0.5, height=1),
        rotate=90,
    )
    claimed = app.reprocess.run(app.image().id, request, owner=OWNER)
    assert (claimed.requested, claimed.focus) == (("300x300", "large"), (0, 1000))
    assert (claimed.crop, claimed.rotate) == ((0, 0, 500, 1000), 90)
    [(key, source)] = app.sender.sent
    app.reconcile(source, key)
    assert [variant.name for variant in app.image().variants] == ["300x300", "large"]
    assert app.image().rotate == 90


def test_a_run_of_an_earlier_claim_does_not_publish_after_the_change(app: InMemoryApp) -> None:
    app.reconcile(app.put(b"image"))
    earlier = app.pipeline.claim("images/cat.jpg")
    app.reprocess.run(app.image().id, ReprocessRequest(variants=("large",)), owner=OWNER)
    assert app.pipeline.finalize(app.pipeline.process(earlier)) is Outcome.SUPERSEDED
    assert app.image().requested == ("large",)


def test_concurrent_requests_lose_no_preset() -> None:
    app = InMemoryApp(store=ContendedStore(others=["large"]), presets=THREE)
    app.reconcile(app.put(b"image"))
    request = ReprocessRequest(variants=VariantChange(add=("square",)))
    claimed = app.reprocess.run(app.image().id, request, owner=OWNER)
    assert claimed.requested == ("300x300", "large", "square")
    assert app.image() == claimed


def test_a_request_that_meets_too_many_others_fails_without_a_run() -> None:
    app = InMemoryApp(store=ContendedStore(others=["large"] * 100), presets=THREE)
    app.reconcile(app.put(b"image"))
    with pytest.raises(ServiceUnavailable):
        app.reprocess.run(app.image().id, ReprocessRequest(rotate=90), owner=OWNER)
    assert app.sender.sent == []
    assert app.image().rotate == 0


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        (ReprocessRequest(variants=("gone",)), UnknownPreset),
        (ReprocessRequest(variants=VariantChange(remove=("300x300",))), InvalidField),
        (ReprocessRequest(crop=Crop(x=0.5, y=0, width=1, height=1)), InvalidField),
    ],
)
def test_an_invalid_request_changes_and_counts_nothing(
    app: InMemoryApp, request_: ReprocessRequest, error: type[InvalidRequest]
) -> None:
    app.reconcile(app.put(b"image"))
    before, used = app.image(), app.usage.images.copy()
    with pytest.raises(error):
        app.reprocess.run(before.id, request_, owner=OWNER)
    assert (app.image(), app.usage.images, app.sender.sent) == (before, used, [])
