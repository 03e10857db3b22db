"""Which way images are rendered follows from the setting and from whether the kernel was compiled."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from chalicelib.bootstrap.adapters import PRESETS_FILE
from chalicelib.bootstrap.application import Darkroom
from chalicelib.bootstrap.kernel import check_kernel, uses_kernel
from chalicelib.bootstrap.presets import load_presets
from chalicelib.config.enums import KernelMode
from chalicelib.errors import ConfigurationError
from chalicelib.imaging.kernel import objects
from ops.packaging.cold_start_times import ENVIRONMENT
from tests.contract.records import an_image
from tests.fakes import FakeArtifactStorage
from tests.unit.deployment import SETTINGS


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Let each test ask anew whether the kernel is there."""
    objects.is_built.cache_clear()
    yield
    objects.is_built.cache_clear()


@pytest.fixture(params=[True, False], ids=["built", "not built"])
def built(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether there is a kernel for this machine, an x86-64 one with Linux."""
    monkeypatch.setattr(objects, "FOLDER", tmp_path)
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    monkeypatch.setattr("platform.system", lambda: "Linux")
    if request.param:
        objects.object_file("x86_64").touch()
    return bool(request.param)


@pytest.mark.parametrize("mode", KernelMode)
def test_only_auto_depends_on_the_object(mode: KernelMode, *, built: bool) -> None:
    expected = {KernelMode.AUTO: built, KernelMode.ON: True, KernelMode.OFF: False}
    assert uses_kernel(mode) is expected[mode]


@pytest.mark.parametrize("mode", KernelMode)
def test_only_on_requires_the_object(mode: KernelMode, *, built: bool) -> None:
    if mode is not KernelMode.ON or built:
        check_kernel(mode)
        return
    with pytest.raises(ConfigurationError, match="DARKROOM_KERNEL is on, but there is no kernel"):
        check_kernel(mode)


def test_an_object_for_another_architecture_is_none(
    built: bool,  # noqa: FBT001 - a fixture
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("platform.machine", lambda: "aarch64")
    assert objects.object_here() == objects.object_file("arm64")
    assert not objects.is_built(), built


def test_a_kernel_that_is_compiled_later_is_for_the_next_process(*, built: bool) -> None:
    assert objects.is_built() is built
    objects.object_file("x86_64").touch()
    assert objects.is_built() is built


@pytest.mark.parametrize(("system", "machine"), [("Darwin", "arm64"), ("Linux", "riscv64")])
def test_other_platforms_have_none(monkeypatch: pytest.MonkeyPatch, system: str, machine: str) -> None:
    monkeypatch.setattr("platform.system", lambda: system)
    monkeypatch.setattr("platform.machine", lambda: machine)
    assert objects.object_here() is None
    assert not objects.is_built()


def test_the_presets_of_a_deployment_know_which_way_images_are_rendered() -> None:
    fingerprints = set()
    for mode in (KernelMode.ON, KernelMode.OFF):
        settings = replace(SETTINGS, darkroom_kernel=mode)
        presets = load_presets(settings, PRESETS_FILE, lambda _: FakeArtifactStorage())
        assert presets.kernel is (mode is KernelMode.ON)
        fingerprints.add(presets.fingerprint(an_image()))
    assert len(fingerprints) == 2


def test_the_engine_is_not_created_without_the_kernel_that_it_is_to_use(*, built: bool) -> None:
    darkroom = Darkroom({**ENVIRONMENT, "DARKROOM_KERNEL": "on"})
    if built:
        assert darkroom.engine
        return
    with pytest.raises(ConfigurationError, match="no kernel for this machine"):
        darkroom.engine  # noqa: B018 - reading it creates the engine
