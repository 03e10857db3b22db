"""The version in the URL of a variant on demand."""

import pytest
from msgspec import structs
from msgspec.structs import replace

from chalicelib.domain.image_version import image_version
from chalicelib.domain.on_demand.addresses import is_version
from chalicelib.domain.on_demand.versions import current_version, current_versions
from chalicelib.domain.presets import Presets
from chalicelib.models import Failure, Image, NamedPreset, Resize, Source, Status, VariantSpec
from tests.contract.records import a_ready_image, an_image

IMAGE = a_ready_image(an_image())
AT_UPLOAD = VariantSpec(name="small", width=300)
CARD = VariantSpec(name="card", width=400, format="webp", when="on_demand")
PRESETS = Presets(presets=(AT_UPLOAD, CARD), default=("small",))


def version_of_card(presets: Presets = PRESETS) -> str | None:
    return current_version(IMAGE, NamedPreset(name="card"), presets)


def test_that_of_a_size_is_the_image_s() -> None:
    assert current_version(IMAGE, Resize(width=640), PRESETS) == image_version(IMAGE, kernel=False)
    kernel = PRESETS.rendered(kernel=True)
    assert current_version(IMAGE, Resize(width=640), kernel) == image_version(IMAGE, kernel=True)


def test_that_of_a_preset_changes_with_the_image() -> None:
    another = replace(IMAGE, source=Source(etag="another", version_id="v9"))
    assert is_version(version_of_card() or "")
    assert current_version(another, NamedPreset(name="card"), PRESETS) != version_of_card()


def test_that_of_a_preset_changes_with_its_settings_and_no_others() -> None:
    changed = structs.replace(PRESETS, presets=(AT_UPLOAD, structs.replace(CARD, quality=60)))
    other = structs.replace(PRESETS, presets=(structs.replace(AT_UPLOAD, width=10), CARD))
    assert version_of_card(changed) != version_of_card()
    assert version_of_card(other) == version_of_card()


def test_all_formats_of_a_preset_have_the_same_version() -> None:
    assert current_version(IMAGE, NamedPreset(name="card", format="webp"), PRESETS) == version_of_card()


def test_an_image_without_a_file_has_none() -> None:
    assert current_version(an_image(), Resize(width=640), PRESETS) is None
    assert current_version(an_image(), NamedPreset(name="card"), PRESETS) is None


def test_a_preset_that_is_not_rendered_on_demand_has_none() -> None:
    assert current_version(IMAGE, NamedPreset(name="small"), PRESETS) is None
    assert current_version(IMAGE, NamedPreset(name="missing"), PRESETS) is None


def test_the_files_of_an_image_have_its_version_and_those_of_presets() -> None:
    expected = {image_version(IMAGE, kernel=False), version_of_card()}
    assert current_versions(IMAGE, PRESETS) == expected
    assert len(expected) == 2


def test_files_of_an_image_that_is_rendered_again_stay_current() -> None:
    in_progress = replace(IMAGE, status=Status.PROCESSING)
    assert current_versions(in_progress, PRESETS) == current_versions(IMAGE, PRESETS)


@pytest.mark.parametrize(
    "image",
    [
        an_image(),
        replace(IMAGE, status=Status.DELETED),
        replace(IMAGE, status=Status.FAILED, error=Failure(code="corrupt_image", detail="d")),
        replace(IMAGE, status=Status.PROCESSING, error=Failure(code="content_refused", detail="d")),
    ],
    ids=["new", "deleted", "failed", "refused"],
)
def test_no_file_of_an_image_that_is_not_ready_is_current(image: Image) -> None:
    assert current_versions(image, PRESETS) == frozenset()


def test_no_file_is_current_if_nothing_is_rendered_on_demand() -> None:
    assert current_versions(IMAGE, structs.replace(PRESETS, presets=(AT_UPLOAD,))) == frozenset()
