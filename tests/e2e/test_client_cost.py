"""The measurement of the client's CPU time uploads every file."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from load.client import draw, measure, table
from load.sender import SENDERS, Cost
from tests.e2e.conftest import RunningStack


@pytest.mark.timeout(120)
@pytest.mark.parametrize("sender", SENDERS)
def test_each_sender_sends_every_file(stack: RunningStack, tmp_path: Path, sender: str) -> None:
    draw(tmp_path / "pictures", 3)
    environment = {**stack.environment, "DARKROOM_URL": stack.url, "DARKROOM_TOKEN": stack.token}

    cost = measure(sender, tmp_path / "pictures", environment)

    assert 0 < cost.cpu < 60
    assert 0 < cost.elapsed < 60


def test_the_report_compares_each_sender_with_the_first() -> None:
    written = io.StringIO()
    Console(width=120, file=written).print(table(10, [("boto3", Cost(0.02, 1)), ("sent", Cost(0.03, 2))]))
    shown = written.getvalue()
    assert "1.50" in shown
    assert "3.00" in shown
