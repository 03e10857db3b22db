"""Modules are short."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
MAX_LINES = 200


def sources() -> list[Path]:
    folders = ("audit", "chalicelib", "client/src", "docsite", "local", "bench", "load", "ops", "tests")
    return [ROOT / "app.py", *(path for folder in folders for path in (ROOT / folder).rglob("*.py"))]


def test_no_module_is_longer_than_200_lines() -> None:
    lengths = {path.relative_to(ROOT): len(path.read_text("utf-8").splitlines()) for path in sources()}
    assert len(lengths) > 500
    assert {path: lines for path, lines in lengths.items() if lines > MAX_LINES} == {}
