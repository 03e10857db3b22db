"""Finding the reason of a failure in the app's log."""

from pathlib import Path

import pytest

from local.app_log import last_error

ERROR = '{"level":"ERROR","message":"request failed","reason":"presets.json: typo"}'
OTHER = '{"level":"ERROR","message":"failed"}'
INFO = '{"level":"INFO","message":"answered","reason":"not an error"}'


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([ERROR, INFO, "127.0.0.1 - GET /healthz 500", "[1]", OTHER], "presets.json: typo"),
        ([ERROR, ERROR.replace("typo", "newer")], "presets.json: newer"),
        (["Traceback (most recent call last):", "SyntaxError: invalid"], "SyntaxError: invalid"),
        (
            ["Traceback:", "  File", "NameError: x", "Traceback (most recent call last):", "  File"],
            "NameError: x",
        ),
        ([], ""),
    ],
)
def test_the_newest_reason_or_the_last_line_is_found(tmp_path: Path, lines: list[str], reason: str) -> None:
    log = tmp_path / "log"
    log.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    assert last_error(log) == reason


def test_only_the_end_of_the_log_is_read(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text(f"{ERROR}\nlast\n", "utf-8")
    assert last_error(log, start=len(ERROR) + 1) == "last"
