"""The presets of a deployment: the operator's file with its overlays, or the shipped ones."""

import base64
import json
from pathlib import Path

import pytest

from chalicelib.domain.presets import Presets
from chalicelib.errors import ConfigurationError
from tests.fakes.account.commands import read
from tests.unit.overlays import LOGO, presets_with_overlay, watermark


def test_presets_are_read_from_the_file(tmp_path: Path) -> None:
    file = tmp_path / "presets.json"
    content = b'{"default": ["small"], "presets": [{"name": "small", "width": 5, "height": 5}]}'
    file.write_bytes(content)
    assert read("--presets", str(file)).presets == content


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", r"own\.json: .*"),
        (
            b'{"default": ["small"], "presets": [{"name": "small", "width": 5, "height": 5, "fit": "crop"}]}',
            r'own\.json: preset "small", fit: must be .*, not "crop"',
        ),
    ],
    ids=["empty", "invalid value"],
)
def test_a_presets_file_with_an_error_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "own.json"
    file.write_bytes(content)
    with pytest.raises(ConfigurationError, match=reason):
        read("--presets", str(file))


def test_overlays_become_part_of_the_presets(tmp_path: Path) -> None:
    presets = read("--presets", str(presets_with_overlay(tmp_path, watermark()))).presets
    assert presets is not None
    assert list(Presets.from_json(presets).overlays.values()) == [watermark()]
    assert json.loads(presets)["files"] == {LOGO: base64.b64encode(watermark()).decode()}


def test_presets_that_already_contain_their_overlays_stay_as_they_are(tmp_path: Path) -> None:
    file = presets_with_overlay(tmp_path, watermark())
    first = read("--presets", str(file)).presets
    assert first is not None
    (tmp_path / LOGO).unlink()
    file.write_bytes(first)
    assert read("--presets", str(file)).presets == first


def test_an_overlay_that_cannot_be_decoded_is_refused(tmp_path: Path) -> None:
    file = presets_with_overlay(tmp_path, watermark(300, 300)[:-40])
    with pytest.raises(
        ConfigurationError, match=r'^presets\.json: preset "marked", overlay\.image: .*"logo\.png" cannot'
    ):
        read("--presets", str(file))


def test_a_presets_file_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"presets file cannot be read: .*nowhere"):
        read("--presets", "nowhere.json")


def test_the_shipped_presets_can_be_requested_again() -> None:
    assert read("--no-presets").presets_removed
    assert not read().presets_removed
