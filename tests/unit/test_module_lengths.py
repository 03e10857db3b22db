"""Modules are short."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def sources() -> list[Path]:
    folders = ("audit", "chalicelib", "client/src", "docsite", "local", "bench", "load", "ops", "tests")
    return [ROOT / "app.py", *(path for folder in folders for path in (ROOT / folder).rglob("*.py"))]


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_is_longer_than_200_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 200
