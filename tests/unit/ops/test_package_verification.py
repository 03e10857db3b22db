"""A package with a file that is neither locked nor ours is refused."""

import importlib.util
import shutil
from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path

import pytest

from ops.packaging.bytecode import compile_tree
from ops.packaging.locked_libraries import PackageIncomplete, download_wheels
from ops.packaging.verification import PackageMismatch, verify
from tests.unit.ops.wheels import write_library, write_wheel

REQUIREMENTS = (
    "alpha==1.0 \\\n    --hash=sha256:00\nbeta-lib==2.0 ; platform_python_implementation != 'PyPy'\n"
)
# As the staging folder has it.
KERNEL = "chalicelib/imaging/kernel/kernel-arm64.so"
OTHER_KERNEL = "chalicelib/imaging/kernel/kernel-x86_64.so"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = tmp_path / "project"
    (project / "chalicelib").mkdir(parents=True)
    (project / "app.py").write_text("import alpha\n", "utf-8")
    (project / "chalicelib" / "__init__.py").touch()
    (project / "chalicelib" / "presets.json").write_text("{}", "utf-8")
    (project / KERNEL).parent.mkdir(parents=True)
    (project / KERNEL).write_bytes(b"\x7fELF for arm64")
    (project / "requirements.txt").write_text(REQUIREMENTS, "utf-8")
    return project


@pytest.fixture
def package(tmp_path: Path, project: Path) -> Path:
    """The unpacked package of the project."""
    folder = tmp_path / "package"
    shutil.copytree(project, folder, ignore=shutil.ignore_patterns("requirements.txt"))
    write_library(
        folder, "alpha", "1.0", {"alpha/__init__.py": b"ANSWER = 42\n", "alpha/native.so": b"\x7fELF"}
    )
    write_library(folder, "Beta_Lib", "2.0", {"Beta_Lib-2.0.data/purelib/beta.py": b"", "beta-data": b"1"})
    (folder / "Beta_Lib-2.0.data" / "purelib" / "beta.py").rename(folder / "beta.py")
    chalice = distribution("chalice")
    (folder / "chalice").mkdir()
    for name in ("__init__.py", "app.py"):
        shutil.copy(str(chalice.locate_file(f"chalice/{name}")), folder / "chalice" / name)
    compile_tree(folder)
    return folder


def test_the_package_of_the_lock_and_the_code_is_accepted(package: Path, project: Path) -> None:
    verify(package, project)
    shutil.rmtree(package / "alpha" / "__pycache__")
    verify(package, project)


def foreign_library(folder: Path) -> None:
    write_library(folder, "jmespath", "1.99.0", {"jmespath/__init__.py": b""})


def other_version(folder: Path) -> None:
    shutil.rmtree(folder / "alpha-1.0.dist-info")
    write_library(folder, "alpha", "1.1", {"alpha/__init__.py": b"ANSWER = 43\n", "alpha/native.so": b"1"})


def without_library(folder: Path) -> None:
    for name in ("Beta_Lib-2.0.dist-info", "Beta_Lib-2.0.data", "__pycache__"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in ("beta.py", "beta-data"):
        (folder / name).unlink()
    compile_tree(folder)


def compiled(folder: Path, name: str, code: str) -> None:
    """Replace a compiled module by one of other code."""
    elsewhere = folder.parent / "elsewhere" / name
    elsewhere.parent.mkdir(parents=True)
    elsewhere.write_text(code, "utf-8")
    compile_tree(folder.parent / "elsewhere")
    target = Path(importlib.util.cache_from_source(str(folder / name)))
    target.parent.mkdir(exist_ok=True)
    shutil.copy(importlib.util.cache_from_source(str(elsewhere)), target)


def stale_header(folder: Path) -> None:
    path = Path(importlib.util.cache_from_source(str(folder / "app.py")))
    path.write_bytes(b"\0\0\0\0" + path.read_bytes()[4:])


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (foreign_library, "jmespath 1.99.0 is not locked"),
        (other_version, "alpha has the version 1.1 instead of 1.0"),
        (without_library, "beta-lib is missing"),
        (lambda folder: (folder / "sitecustomize.py").touch(), "sitecustomize.py is unexpected"),
        (lambda folder: (folder / "alpha" / "extra.so").touch(), "alpha/extra.so is unexpected"),
        (lambda folder: (folder / "alpha" / "native.so").write_bytes(b"x"), "alpha/native.so has changed"),
        (lambda folder: (folder / "alpha" / "native.so").unlink(), "alpha/native.so is missing"),
        (lambda folder: (folder / "beta.py").write_text("1"), "beta.py has changed"),
        (lambda folder: (folder / "app.py").write_text("1"), "app.py has changed"),
        (
            lambda folder: (folder / "chalicelib" / "presets.json").unlink(),
            "chalicelib/presets.json is missing",
        ),
        (lambda folder: (folder / KERNEL).write_bytes(b"\x7fELF"), f"{KERNEL} has changed"),
        (lambda folder: (folder / KERNEL).unlink(), f"{KERNEL} is missing"),
        (lambda folder: (folder / OTHER_KERNEL).touch(), f"{OTHER_KERNEL} is unexpected"),
        (lambda folder: (folder / "chalicelib" / "new.py").touch(), "chalicelib/new.py is unexpected"),
        (lambda folder: (folder / "chalice" / "app.py").write_text("1"), "chalice/app.py has changed"),
        (lambda folder: (folder / "chalice" / "cli.py").touch(), "chalice/cli.py is unexpected"),
        (
            lambda folder: compiled(folder, "alpha/__init__.py", "ANSWER = 43\n"),
            "is not compiled from its source",
        ),
        (lambda folder: compiled(folder, "alpha/extra.py", ""), "is not compiled from its source"),
        (lambda folder: compiled(folder, "app.py", ""), "is not compiled from its source"),
        (stale_header, "is not compiled from its source"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_another_package_is_refused(
    package: Path, project: Path, change: Callable[[Path], object], problem: str
) -> None:
    change(package)
    with pytest.raises(PackageMismatch, match=problem):
        verify(package, project)


def test_the_error_shows_the_first_problems(package: Path, project: Path) -> None:
    for number in range(7):
        (package / f"foreign{number}.py").touch()
    with pytest.raises(PackageMismatch, match=r"foreign4\.py is unexpected and 2 more$"):
        verify(package, project)


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels that pip uses instead of a package index."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def download(tmp_path: Path, *pins: str) -> set[str]:
    requirements, wheels = tmp_path / "requirements.txt", tmp_path / "wheels"
    requirements.write_text("\n".join(pins), "utf-8")
    download_wheels(requirements, wheels, "cp313", ["manylinux2014_aarch64"])
    return {path.name for path in wheels.iterdir()}


def test_wheels_are_downloaded_by_their_hash(index: Path, tmp_path: Path) -> None:
    locked = write_wheel(index, "alpha", "1.0")
    assert download(tmp_path, f"alpha==1.0 --hash=sha256:{locked}") == {"alpha-1.0-py3-none-any.whl"}


def test_a_wheel_with_another_hash_is_refused(index: Path, tmp_path: Path) -> None:
    write_wheel(index, "alpha", "1.0")
    with pytest.raises(PackageIncomplete, match="DO NOT MATCH THE HASHES"):
        download(tmp_path, f"alpha==1.0 --hash=sha256:{'0' * 64}")


def test_a_dependency_that_is_not_locked_is_refused(index: Path, tmp_path: Path) -> None:
    locked = write_wheel(index, "alpha", "1.0", requires="jmespath")
    write_wheel(index, "jmespath", "1.99.0")
    with pytest.raises(PackageIncomplete, match="jmespath"):
        download(tmp_path, f"alpha==1.0 --hash=sha256:{locked}")


def test_a_library_without_a_wheel_is_named(index: Path, tmp_path: Path) -> None:
    assert index.is_dir()
    with pytest.raises(PackageIncomplete, match=r"No matching distribution found for alpha==1\.0"):
        download(tmp_path, f"alpha==1.0 --hash=sha256:{'0' * 64}")
