"""The Lambda package of a built release."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from local.process import ROOT
from ops.packaging import archive
from ops.packaging.build import ARCHITECTURES, build
from ops.packaging.verification import PackageMismatch
from tests.deploy.needs_package import MARKS
from tests.deploy.release import BuiltRelease
from tests.unit.overlays import watermark

MAX_ZIPPED = 20_500_000
AARCH64 = 183  # EM_AARCH64, in the header of an ELF file

pytestmark = MARKS


def test_the_environment_contains_boto3_but_none_of_our_libraries(python: Path) -> None:
    names = ("PIL", "msgspec", "chalice", "jwt", "cryptography")
    code = f"import boto3, importlib.util as u; print(*(u.find_spec(name) for name in {names}))"
    found = subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert set(found.stdout.split()) == {"None"}


def test_the_modules_are_compiled(task: Path) -> None:
    for name in ("app", "chalicelib/processing/pipeline", "PIL/Image", "chalice/app"):
        cached = importlib.util.cache_from_source(str(task / f"{name}.py"))
        assert Path(cached).read_bytes()[4:8] == b"\x01\0\0\0", "unchecked hash: PEP 552"


def test_the_package_contains_the_overlays_of_its_presets(python: Path, task: Path) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(task)!r})\n"
        "from chalicelib.bootstrap.adapters import PRESETS_FILE\n"
        "from chalicelib.bootstrap.overlay_check import check_overlays\n"
        "from chalicelib.bootstrap.presets import read_presets\n"
        "presets = read_presets(PRESETS_FILE)\n"
        "check_overlays(presets, PRESETS_FILE.name)\n"
        "print(PRESETS_FILE.parent, *presets.overlays)"
    )
    found = subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == [str(task / "chalicelib"), hashlib.sha256(watermark()).hexdigest()]


def test_the_same_files_give_the_same_release_elsewhere(release: BuiltRelease, tmp_path: Path) -> None:
    project, folder = tmp_path / "another folder", tmp_path / "release"
    shutil.copytree(release.project, project, ignore=shutil.ignore_patterns(".build", "__pycache__"))
    for path in project.rglob("*"):
        os.utime(path, (0, 0))
    code = (
        "import os, sys; from pathlib import Path; from ops.packaging.release import build_release\n"
        "os.umask(0o077); build_release(Path(sys.argv[1]), Path(sys.argv[2]), ['arm64'])"
    )
    other = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "1", "USER": "somebody"}
    subprocess.run(
        [sys.executable, "-c", code, project, folder], env=os.environ | other, cwd=ROOT, check=True
    )
    built = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert built == {name: (release.folder / name).read_bytes() for name in built}
    assert len(built) > 10


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_the_package_is_small(release: BuiltRelease, architecture: str) -> None:
    assert release.package(architecture).stat().st_size <= MAX_ZIPPED


def test_the_package_for_arm64_contains_only_arm64_libraries(release: BuiltRelease, tmp_path: Path) -> None:
    archive.unpack(release.package("arm64"), tmp_path)
    libraries = [path for path in tmp_path.rglob("*") if ".so" in path.suffixes]
    machines = {path.name: int.from_bytes(path.read_bytes()[18:20], "little") for path in libraries}
    expected = {"_imaging", "_webp", "_core", "igzip_lib", "_pi_heif", "_rust", "_cffi_backend"}
    assert {name.partition(".")[0] for name in machines} >= expected | {"kernel-arm64"}
    assert "kernel-x86_64.so" not in machines
    assert set(machines.values()) == {AARCH64}, machines


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_the_package_has_the_kernel_without_its_sources(release: BuiltRelease, architecture: str) -> None:
    with ZipFile(release.package(architecture)) as zipped:
        names = [name for name in zipped.namelist() if name.startswith("chalicelib/imaging/kernel/")]
    others = [name for name in names if not name.endswith((".py", ".pyc"))]
    assert others == [f"chalicelib/imaging/kernel/kernel-{architecture}.so"]


def test_a_package_is_checked_again_when_it_is_reused(release: BuiltRelease) -> None:
    package = build(release.project, "arm64").zip
    content = package.read_bytes()
    assert content == release.package("arm64").read_bytes()
    try:
        with ZipFile(package, "a") as zipped:
            zipped.writestr("jmespath/evil.py", "")
        with pytest.raises(PackageMismatch, match=r"jmespath/evil\.py is unexpected; delete .*\.zip"):
            build(release.project, "arm64")
    finally:
        package.write_bytes(content)
