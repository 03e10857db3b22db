"""Overlays are decoded before they are drawn on images."""

from pathlib import Path

import pytest

from chalicelib.bootstrap.adapters import default_engine
from chalicelib.bootstrap.overlay_check import check_overlays
from chalicelib.bootstrap.presets import read_presets
from chalicelib.errors import ConfigurationError
from tests.unit.overlays import presets_with_overlay, watermark


def check(folder: Path, content: bytes) -> None:
    check_overlays(read_presets(presets_with_overlay(folder, content)), default_engine(), "presets.json")


@pytest.mark.parametrize("size", [(1, 1), (2000, 2000)])
def test_a_watermark_is_accepted(tmp_path: Path, size: tuple[int, int]) -> None:
    check(tmp_path, watermark(*size))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\x89PNG\r\n\x1a\n", "cannot be decoded: "),
        (watermark(300, 300)[:-40], "cannot be decoded: "),
        (watermark(2001, 2000), "has 2001 x 2000 pixels; at most 4,000,000 pixels in total are allowed"),
        (watermark(frames=2), "must be a still image, not an animation"),
    ],
    ids=["signature only", "cut off", "too many pixels", "animation"],
)
def test_another_file_is_reported_with_its_preset_and_setting(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        check(tmp_path, content)
    message = f'presets.json: preset "marked", overlay.image: "logo.png" {problem}'
    assert str(caught.value).startswith(message)
