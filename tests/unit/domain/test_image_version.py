"""The version of an image."""

import re
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.domain import image_version as module
from chalicelib.domain import presets
from chalicelib.domain.image_version import image_version
from chalicelib.models import ImageMetadata, Source
from tests.contract.records import a_ready_image, an_image

IMAGE = a_ready_image(an_image())


def test_it_is_twelve_hex_digits() -> None:
    assert re.fullmatch("[0-9a-f]{12}", image_version(IMAGE, kernel=True) or "")


def test_an_image_without_a_file_has_none() -> None:
    assert image_version(an_image(), kernel=True) is None


@pytest.mark.parametrize(
    "change",
    [
        {"source": Source(etag="e2", version_id="v1")},
        {"source": Source(etag="e1", version_id="v2")},
        {"source": Source(etag="e1", version_id=None)},
        {"focus": (500, 250)},
        {"crop": (0, 0, 500, 250)},
        {"rotate": 90},
    ],
)
def test_it_changes_with_the_file_and_with_each_edit(change: dict[str, Any]) -> None:
    assert image_version(replace(IMAGE, **change), kernel=True) != image_version(IMAGE, kernel=True)


@pytest.mark.parametrize(
    "change",
    [
        {"fingerprint": "another"},
        {"requested": ("small",)},
        {"variants": ()},
        {"metadata": ImageMetadata(alt="text")},
        {"revision": 9},
    ],
)
def test_it_depends_neither_on_presets_nor_on_metadata(change: dict[str, Any]) -> None:
    assert image_version(replace(IMAGE, **change), kernel=True) == image_version(IMAGE, kernel=True)


def test_it_changes_with_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    before = image_version(IMAGE, kernel=True)
    monkeypatch.setattr(module, "ENGINE_REVISION", presets.ENGINE_REVISION + 1)
    assert image_version(IMAGE, kernel=True) != before


def test_it_depends_on_whether_the_kernel_renders() -> None:
    assert image_version(IMAGE, kernel=True) != image_version(IMAGE, kernel=False)
