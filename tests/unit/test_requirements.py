"""The locked requirements: each set includes the smaller one, in the same versions and with hashes."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "requirements.txt"
LOCKS = [SHIPPED, *(ROOT / f"requirements-{name}.txt" for name in ("deploy", "local", "dev"))]
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==(\S+)(?: ; ([^\\]+))?", re.MULTILINE)


def pins(file: Path) -> set[tuple[str, str]]:
    """Return names and versions; a package has several if they depend on the Python or the system."""
    return {(name.lower(), version) for name, version, _ in _PIN.findall(file.read_text("utf-8"))}


@pytest.mark.parametrize(("smaller", "larger"), list(pairwise(LOCKS)), ids=lambda file: file.stem)
def test_a_set_includes_the_smaller_one_in_the_same_versions(smaller: Path, larger: Path) -> None:
    assert pins(smaller)
    assert pins(smaller) - pins(larger) == set()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda file: file.stem)
def test_every_package_has_hashes_and_no_index_is_named(lock: Path) -> None:
    text = lock.read_text("utf-8")
    blocks = re.split(r"(?m)^(?=[a-z])", text)[1:]
    assert len(blocks) >= len(pins(lock))
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "index-url" not in text
