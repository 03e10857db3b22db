"""The documentation site builds in strict mode."""

import subprocess
import sys
from pathlib import Path

import pytest

from local.process import ROOT


@pytest.mark.timeout(120)
def test_the_site_builds_without_broken_links(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "docsite", "--out", tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    assert "Tutorial" in (tmp_path / "html" / "index.html").read_text("utf-8")
    assert (tmp_path / "html" / "reference" / "configuration.html").exists()
