"""Presets come from the artifact bucket if the settings say so, and never silently from the package."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from chalicelib.bootstrap.presets import load_presets, read_presets
from chalicelib.config.settings import Settings
from chalicelib.domain.presets import Presets
from chalicelib.domain.presets_file import MAX_BYTES
from chalicelib.errors import ConfigurationError
from chalicelib.ports import ArtifactStorage
from tests.fakes import FakeArtifactStorage
from tests.unit.deployment import SETTINGS
from tests.unit.overlays import LOGO, presets_with_overlay, watermark

OWN = b'{"presets": [{"name": "own", "width": 1, "height": 1}], "default": ["own"]}'
SHIPPED = OWN.replace(b"own", b"shipped")


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    file = tmp_path / "presets.json"
    file.write_bytes(SHIPPED)
    return file


def load(settings: Settings, shipped: Path, artifacts: FakeArtifactStorage) -> Presets:
    def open_bucket(name: str) -> ArtifactStorage:
        assert name == "artifacts"
        return artifacts

    return load_presets(settings, shipped, open_bucket)


def with_presets(key: str, version_id: str) -> Settings:
    return replace(SETTINGS, artifact_bucket="artifacts", presets=key, presets_version=version_id)


def test_without_a_setting_the_shipped_presets_apply(shipped: Path) -> None:
    assert load(SETTINGS, shipped, FakeArtifactStorage()).default == ("shipped",)


def test_an_artifact_bucket_alone_changes_nothing(shipped: Path) -> None:
    settings = replace(SETTINGS, artifact_bucket="artifacts")
    assert load(settings, shipped, FakeArtifactStorage()).default == ("shipped",)


def test_exactly_the_version_in_the_settings_applies(shipped: Path) -> None:
    artifacts = FakeArtifactStorage()
    version_id = artifacts.put("presets.json", OWN)
    artifacts.put("presets.json", OWN.replace(b"own", b"newer"))
    assert load(with_presets("presets.json", version_id), shipped, artifacts).default == ("own",)


def test_a_missing_version_is_an_error(shipped: Path) -> None:
    artifacts = FakeArtifactStorage()
    artifacts.put("presets.json", OWN)
    with pytest.raises(ConfigurationError, match=r"PRESETS_VERSION .* presets\.json"):
        load(with_presets("presets.json", "v9"), shipped, artifacts)


def test_an_invalid_object_is_an_error_that_names_it(shipped: Path) -> None:
    artifacts = FakeArtifactStorage()
    version_id = artifacts.put("shop/presets.json", OWN.replace(b'"width": 1', b'"width": 0'))
    with pytest.raises(ConfigurationError, match=r'^shop/presets\.json: preset "own", width: must be'):
        load(with_presets("shop/presets.json", version_id), shipped, artifacts)


def test_an_object_that_is_too_large_is_an_error(shipped: Path) -> None:
    artifacts = FakeArtifactStorage()
    version_id = artifacts.put("presets.json", OWN + b" " * MAX_BYTES)
    with pytest.raises(ConfigurationError, match="at most 2,097,152 bytes"):
        load(with_presets("presets.json", version_id), shipped, artifacts)


@pytest.mark.parametrize("prefix", ["other/", "i/", "/images/"])
def test_a_prefix_outside_the_upload_prefix_is_an_error(tmp_path: Path, prefix: str) -> None:
    file = presets_with_overlay(tmp_path, watermark(), prefixes={prefix: ["marked"]})
    with pytest.raises(ConfigurationError) as caught:
        load(SETTINGS, file, FakeArtifactStorage())
    assert str(caught.value) == (
        f'presets.json: prefixes, "{prefix}": must start with images/, the value of UPLOAD_PREFIX'
    )


def test_a_prefix_inside_the_upload_prefix_applies(tmp_path: Path) -> None:
    file = presets_with_overlay(tmp_path, watermark(), prefixes={"images/a/": ["marked"]})
    assert load(SETTINGS, file, FakeArtifactStorage()).default_for("images/a/cat.jpg") == ("marked",)


def test_overlays_are_read_from_beside_the_file(tmp_path: Path) -> None:
    presets = read_presets(presets_with_overlay(tmp_path, watermark()))
    assert list(presets.overlays.values()) == [watermark()]


def test_a_missing_overlay_is_an_error(tmp_path: Path) -> None:
    file = presets_with_overlay(tmp_path, watermark())
    (tmp_path / LOGO).unlink()
    with pytest.raises(ConfigurationError, match=r'preset "marked", overlay\.image: there is no file "logo'):
        read_presets(file)


def test_a_link_to_a_file_outside_the_folder_is_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "presets"
    folder.mkdir()
    file = presets_with_overlay(folder, watermark())
    (folder / LOGO).rename(tmp_path / LOGO)
    (folder / LOGO).symlink_to(tmp_path / LOGO)
    with pytest.raises(ConfigurationError, match=r'preset "marked", overlay\.image: "logo\.png" is outside'):
        read_presets(file)


def test_a_folder_instead_of_an_overlay_is_an_error(tmp_path: Path) -> None:
    file = presets_with_overlay(tmp_path, watermark())
    (tmp_path / LOGO).unlink()
    (tmp_path / LOGO).mkdir()
    with pytest.raises(
        ConfigurationError, match=r'"marked", overlay\.image: "logo\.png" cannot be read: Is a'
    ):
        read_presets(file)
