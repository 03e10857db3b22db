import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.unit.imaging import hostile

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("DARKROOM_CORPUS", ROOT.parent / "shared" / "corpus"))
OUTCOMES = {
    "rendered",
    "empty_file",
    "unsupported_format",
    "corrupt_image",
    "too_complex",
    "too_many_frames",
    "animation_too_large",
}
WORKERS = 2


def walk(paths: list[Path]) -> dict[str, str]:
    """Render the files in two parallel processes. If a process crashes, its remaining files are reported."""
    with ThreadPoolExecutor(WORKERS) as pool:
        reports = list(pool.map(_walked, (paths[number::WORKERS] for number in range(WORKERS))))
    return {path: what for report in reports for path, what in report.items()}


def _walked(paths: list[Path]) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.imaging.corpus_walk"],
        cwd=ROOT,
        input="".join(f"{path}\n" for path in paths),
        capture_output=True,
        text=True,
        check=False,
    )
    report = dict(json.loads(line) for line in done.stdout.splitlines())
    return {str(path): report.get(str(path), f"died: {done.returncode}") for path in paths}


def unexpected(report: dict[str, str]) -> dict[str, str]:
    return {path: what for path, what in report.items() if what not in OUTCOMES}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("hostile")
    for name, content in hostile.files():
        (folder / name).write_bytes(content)
    return {Path(path).name: what for path, what in walk(sorted(folder.iterdir())).items()}


def test_hostile_files_are_rendered_or_rejected_with_a_code(report: dict[str, str]) -> None:
    assert unexpected(report) == {}
    counted = Counter(report.values())
    assert counted["rendered"] > 50
    assert counted["corrupt_image"] > 100


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("empty.jpg", "empty_file"),
        ("text.jpg", "unsupported_format"),
        ("page.svg", "unsupported_format"),
        ("page.pdf", "unsupported_format"),
        ("page.eps", "unsupported_format"),
        ("layers.psd", "unsupported_format"),
        ("icon.ico", "unsupported_format"),
        ("pixels.ppm", "unsupported_format"),
        ("film.mp4", "unsupported_format"),
        ("zeros-90mp.png", "rendered"),
        ("claims-3600mp.png", "too_complex"),
        ("claims-100mp.png", "corrupt_image"),
        ("claims-3600mp.jpg", "rendered"),  # decoded at 1/8; libjpeg fills in missing pixels
        ("claims-4gp.gif", "too_complex"),
        ("claims-268mp.webp", "too_complex"),
        ("claims-huge.bmp", "too_complex"),
        ("frames-20000.gif", "too_many_frames"),
        ("text-bomb.png", "rendered"),
    ],
)
def test_each_hostile_file_has_its_code(report: dict[str, str], name: str, code: str) -> None:
    assert report[name] == code


def test_valid_files_of_every_format_are_rendered(report: dict[str, str]) -> None:
    valid = [name for name, _ in hostile.valid()]
    assert {name: report[name] for name in valid if report[name] != "rendered"} == {}


@pytest.mark.skipif(not SHARED.is_dir(), reason="no shared corpus at hand")
def test_the_shared_corpus_is_rendered_or_rejected_with_a_code() -> None:
    shared = walk(sorted(path for path in SHARED.rglob("*") if path.is_file()))
    assert unexpected(shared) == {}
    assert Counter(shared.values())["rendered"] > 500
