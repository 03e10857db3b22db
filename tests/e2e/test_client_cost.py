"""The comparison of the client's CPU time with boto3."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from load.client import draw, measure, table
from load.upload_cost import UPLOADERS, Cost
from tests.e2e.conftest import RunningStack


@pytest.mark.timeout(120)
@pytest.mark.parametrize("uploader", UPLOADERS)
def test_each_uploader_can_be_measured(stack: RunningStack, tmp_path: Path, uploader: str) -> None:
    draw(tmp_path / "images", 3)
    environment = {**stack.environment, "DARKROOM_URL": stack.url, "DARKROOM_TOKEN": stack.token}

    cost = measure(uploader, tmp_path / "images", environment)

    assert 0 < cost.cpu < 60
    assert 0 < cost.elapsed < 60


def test_the_report_compares_each_uploader_with_the_first() -> None:
    output = io.StringIO()
    Console(width=120, file=output).print(table(10, [("boto3", Cost(0.02, 1)), ("sent", Cost(0.03, 2))]))
    text = output.getvalue()
    assert "1.50" in text
    assert "3.00" in text
