"""The image engine hands the kernel only buffers that it stays within."""

from pathlib import Path
from random import Random

import pytest

from tests.kernel import engine_runs
from tests.kernel.faults import Fault
from tests.kernel.files import generated

pytestmark = pytest.mark.slow

NEXT_ROW = Fault(
    "resample_rows.c", "(size_t)(first - work->source.top)", "(size_t)(first - work->source.top + 1)"
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("files")
    choose = Random(0)  # noqa: S311 - the same files in every run
    paths = []
    for name, content in generated(choose):
        paths.append(folder / name)
        paths[-1].write_bytes(content)
    return paths


def test_files_of_all_kinds_are_rendered_within_buffers(files: list[Path], tmp_path: Path) -> None:
    checked = engine_runs.with_address_checks(tmp_path / "checked")
    shipped = engine_runs.shipped(tmp_path / "shipped")
    expected = list(engine_runs.render(files, shipped, addresses=False))
    assert list(engine_runs.render(files, checked, addresses=True)) == expected
    assert {len(each.checksum or "") for each in expected} == {8}  # none is refused


def test_each_file_that_makes_the_kernel_leave_a_buffer_is_noticed(files: list[Path], tmp_path: Path) -> None:
    faulty = engine_runs.with_address_checks(tmp_path / "faulty", NEXT_ROW.plant(tmp_path / "sources"))
    large = [path for path in files if path.name in {"rgb8-33x31.png", "rgba8-33x31.png"}]
    found = list(engine_runs.render(large, faulty, addresses=True))
    assert [(each.path, each.checksum) for each in found] == [(path, None) for path in large]
    assert all("heap-buffer-overflow" in each.end for each in found)
