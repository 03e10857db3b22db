"""The image engine hands the kernel only buffers that it stays within."""

from pathlib import Path
from random import Random

import pytest

from tests.kernel import engine_runs
from tests.kernel.files import generated

pytestmark = pytest.mark.slow


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
