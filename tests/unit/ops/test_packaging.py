"""The parts of packaging that work without pip and Lambda."""

import importlib.util
import marshal
from pathlib import Path
from types import CodeType
from zipfile import ZipFile

import pytest

from ops.packaging import archive
from ops.packaging.archive import Size, sizes
from ops.packaging.build import create_staging_folder
from ops.packaging.bytecode import compile_tree
from ops.packaging.cold_start_times import ColdStart, Import, by_package, parse_report
from tests.unit.ops.compiler import needs_compiler

UNCHECKED_HASH = b"\x01\0\0\0"  # PEP 552


def module(folder: Path, name: str, code: str = "ANSWER = 42\n") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(code, "utf-8")
    return path


def cached(path: Path) -> bytes:
    return Path(importlib.util.cache_from_source(str(path))).read_bytes()


def test_compiled_modules_ignore_file_times_and_contain_lambda_s_paths(tmp_path: Path) -> None:
    path = module(tmp_path, "images/small.py")
    compile_tree(tmp_path)
    content = cached(path)
    assert content[4:8] == UNCHECKED_HASH
    code = marshal.loads(content[16:])  # noqa: S302 - compiled by this test
    assert isinstance(code, CodeType)
    assert code.co_filename == "/var/task/images/small.py"


def test_a_module_that_cannot_be_compiled_is_left_alone(tmp_path: Path) -> None:
    module(tmp_path, "broken.py", "def")
    compile_tree(tmp_path)
    assert not list(tmp_path.rglob("*.pyc"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in (
        "app.py",
        "requirements.txt",
        "chalicelib/__init__.py",
        "chalicelib/imaging/kernel/kernel-x86_64.so",
        "chalicelib/imaging/kernel/kernel.h",
        "chalicelib/imaging/kernel/one.c",
        "secret.env",
        ".chalice/config.json",
    ):
        module(tmp_path, name, "")
    module(tmp_path, "chalicelib/__pycache__/stray.cpython-39.pyc", "")
    return tmp_path


@needs_compiler
def test_the_staging_folder_has_only_shipped_files_compiled_and_without_stray_caches(project: Path) -> None:
    folder = create_staging_folder(project, "arm64")
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    compiled = Path(importlib.util.cache_from_source("__init__.py")).name
    assert {name for name in found if not name.startswith(".chalice")} == {
        "app.py",
        "requirements.txt",
        "chalicelib/__init__.py",
        f"chalicelib/__pycache__/{compiled}",
        "chalicelib/imaging/kernel/kernel-arm64.so",
    }


@needs_compiler
def test_chalice_s_deployment_state_stays_in_the_project(project: Path) -> None:
    (create_staging_folder(project, "arm64") / ".chalice" / "deployed.json").write_text("{}", "utf-8")
    assert (project / ".chalice" / "deployed.json").exists()
    assert (create_staging_folder(project, "arm64") / ".chalice" / "deployed.json").exists()


def test_the_same_files_produce_the_same_archive(tmp_path: Path) -> None:
    for name in ("b.py", "a/c.py"):
        module(tmp_path / "one", name)
    for name in ("a/c.py", "b.py"):
        module(tmp_path / "two", name)
    archives = [tmp_path / f"{name}.zip" for name in ("one", "two")]
    for path in archives:
        archive.pack(tmp_path / path.stem, path, b"comment")
    one, two = (path.read_bytes() for path in archives)
    assert one == two
    assert archive.comment(archives[0]) == b"comment"
    archive.unpack(archives[0], tmp_path / "three")
    assert (tmp_path / "three" / "a" / "c.py").read_text("utf-8") == "ANSWER = 42\n"


def test_metadata_and_bundled_libraries_count_as_part_of_their_package(tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    with ZipFile(path, "w") as zipped:
        zipped.writestr("app.py", b"1")
        zipped.writestr("pillow.libs/libjpeg.so", b"1234")
        zipped.writestr("Pillow-13.0.0.dist-info/METADATA", b"12")
    assert sizes(path) == [
        Size(name="pillow", zipped=6, unzipped=6),
        Size(name="app", zipped=1, unzipped=1),
    ]


def test_the_kernel_is_counted_apart(tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    with ZipFile(path, "w") as zipped:
        zipped.writestr("chalicelib/imaging/kernel/kernel-arm64.so", b"123")
        zipped.writestr("chalicelib/imaging/kernel/library.py", b"1")
    assert sizes(path) == [
        Size(name="kernel", zipped=3, unzipped=3),
        Size(name="chalicelib", zipped=1, unzipped=1),
    ]


def test_import_times_are_summed_by_package() -> None:
    report = (
        "import time: self [us] | cumulative | imported package\n"
        "import time:       500 |        500 |     boto3.session\n"
        "import time:      1500 |       2000 | boto3\n"
        "import time:       100 |        100 |   json\n"
    )
    found = list(parse_report(report))
    assert found[0] == Import(module="boto3.session", milliseconds=0.5)
    assert by_package(found) == {"boto3": (2, 2.0), "json": (1, 0.1)}


def test_shares_of_another_package_are_of_the_whole_and_of_what_boto3_does_not_take() -> None:
    start = ColdStart(function="sweep", by_layout={"as built": 300.0, "other": 400.0}, clients=200.0)
    assert start.own == 100
    assert start.shares_of("other") == (0.75, 0.5)
