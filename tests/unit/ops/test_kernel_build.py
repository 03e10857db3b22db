"""The kernel is compiled to the same bytes everywhere, and an object that does not fit is not kept."""

import importlib.util
import shutil
from pathlib import Path

import pytest

from chalicelib.imaging.kernel import objects
from ops.exit_codes import ExitCode
from ops.main import main
from ops.packaging import kernel
from ops.packaging.build import ARCHITECTURES, architecture_here, create_staging_folder
from ops.packaging.kernel import KernelNotBuilt
from tests.unit.ops.compiler import needs_compiler

# e_machine in the header of an ELF file
MACHINES = {"arm64": 183, "x86_64": 62}


def copied(folder: Path) -> Path:
    """Copy the kernel's sources."""
    shutil.copytree(objects.FOLDER, folder, ignore=shutil.ignore_patterns("*.so", "*.part", "__pycache__"))
    return folder


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the command compiled the kernel for all architectures."""
    folder = copied(tmp_path_factory.mktemp("compiled") / "kernel")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(objects, "FOLDER", folder)
        assert main(["kernel"], {}) == ExitCode.OK
    return folder


def test_there_is_a_target_for_each_architecture() -> None:
    assert set(kernel.TARGETS) == set(ARCHITECTURES)


@needs_compiler
def test_the_command_compiles_all_architectures(compiled: Path) -> None:
    assert {path.name for path in compiled.glob("*.so")} == {
        f"kernel-{architecture}.so" for architecture in ARCHITECTURES
    }


@needs_compiler
@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_the_same_sources_give_the_same_bytes_in_any_folder(
    compiled: Path, tmp_path: Path, architecture: str
) -> None:
    target = tmp_path / "another folder" / "there" / "object.so"
    kernel.build(copied(target.parent), architecture, target)
    content = target.read_bytes()
    assert content == (compiled / f"kernel-{architecture}.so").read_bytes()
    assert not target.with_suffix(".part").exists()
    assert int.from_bytes(content[18:20], "little") == MACHINES[architecture]
    assert str(tmp_path).encode() not in content


@needs_compiler
@pytest.mark.skipif(objects.object_here() is None, reason="no kernel runs on this platform")
def test_what_was_compiled_for_this_machine_loads(compiled: Path, tmp_path: Path) -> None:
    target = tmp_path / "object.so"
    shutil.copyfile(compiled / objects.object_file(str(architecture_here())).name, target)
    kernel.check(target)
    assert target.exists()


def test_an_object_that_cannot_be_loaded_is_deleted(tmp_path: Path) -> None:
    target = tmp_path / "object.so"
    target.write_bytes(b"\x7fELF of another world")
    with pytest.raises(KernelNotBuilt, match=r"this machine cannot load it: .*ConfigurationError"):
        kernel.check(target)
    assert not target.exists()


@needs_compiler
def test_the_compilers_errors_are_shown_and_the_stale_object_is_deleted(tmp_path: Path) -> None:
    target = tmp_path / "object.so"
    target.touch()
    (tmp_path / "broken.c").write_text("int broken(void) { return nothing; }\n", "utf-8")
    with pytest.raises(
        KernelNotBuilt, match=r"broken\.c:1:27: error: use of undeclared identifier 'nothing'"
    ):
        kernel.build(tmp_path, "x86_64", target)
    assert not target.exists()


@needs_compiler
def test_no_stale_object_of_any_architecture_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(objects, "FOLDER", tmp_path)
    for architecture in ARCHITECTURES:
        objects.object_file(architecture).touch()
    (tmp_path / "broken.c").write_text("int broken(void) { return nothing; }\n", "utf-8")
    assert main(["kernel"], {}) == ExitCode.FAILED
    assert [path.name for path in tmp_path.iterdir()] == ["broken.c"]
    errors = capsys.readouterr().err
    assert all(
        f"The kernel for {architecture} cannot be compiled" in errors for architecture in ARCHITECTURES
    )


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(KernelNotBuilt, match=r"The kernel for arm64 cannot be written: .*'/.*/object\.part'"):
        kernel.build(tmp_path, "arm64", tmp_path / "missing" / "object.so")


@pytest.fixture
def no_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)


@pytest.mark.usefixtures("no_compiler")
def test_without_the_compiler_the_command_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(objects, "FOLDER", tmp_path)
    assert main(["kernel", "--architecture", "arm64"], {}) == ExitCode.FAILED
    assert "the compiler is not installed; run make kernel" in " ".join(capsys.readouterr().err.split())


@pytest.mark.usefixtures("no_compiler")
def test_there_is_no_package_without_its_kernel(tmp_path: Path) -> None:
    for name in ("app.py", "requirements.txt", "chalicelib/imaging/kernel/one.c"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "chalicelib/imaging/kernel/kernel-arm64.so").touch()
    with pytest.raises(KernelNotBuilt, match="The kernel for arm64 cannot be compiled"):
        create_staging_folder(tmp_path, "arm64")
