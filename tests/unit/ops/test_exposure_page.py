"""docs/security.md shows what `ops exposure` prints."""

import pytest

from ops.exit_codes import ExitCode
from ops.main import main
from tests.documents import ROOT

PAGE = ROOT / "docs" / "security.md"
MARKER = "<!-- python -m ops exposure -->"


def test_the_page_shows_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exposure"], {}) is ExitCode.OK
    shown = PAGE.read_text("utf-8").partition(MARKER)[2].partition("<!-- end -->")[0]
    assert shown.strip() == capsys.readouterr().out.strip()
