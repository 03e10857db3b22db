"""Overlays are decoded before they are drawn on images."""

from pathlib import Path

import pytest

from chalicelib.bootstrap.overlay_check import check_overlays
from chalicelib.bootstrap.presets import read_presets
from chalicelib.errors import ConfigurationError
from tests.unit.overlays import presets_with_overlay, watermark


def check(folder: Path, content: bytes) -> None:
    check_overlays(read_presets(presets_with_overlay(folder, content)), "presets.json")


@pytest.mark.parametrize("size", [(1, 1), (2000, 2000)])
def test_a_watermark_is_accepted(tmp_path: Path, size: tuple[int, int]) -> None:
    check(tmp_path, watermark(*size))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\x89PNG\r\n\x1a\n", "The image"),
        (watermark(300, 300)[:-40], "The image is truncated"),
        (watermark(2001, 2000), "An overlay can have at most 4,000,000 pixels"),
    ],
    ids=["signature only", "cut off", "too many pixels"],
)
def test_another_file_is_reported_with_its_preset_and_setting(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        check(tmp_path, content)
    message = 'presets.json: preset "marked", overlay.image: The overlay "logo.png" cannot be used: '
    assert str(caught.value).startswith(message + problem)
