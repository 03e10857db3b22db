import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

TIMEOUT_SECONDS = 15


@dataclass(frozen=True)
class StandIn:
    """A project folder with the stand-in app, and the file in which its handlers record calls."""

    project: Path
    trace: Path

    def calls(self, matches: Callable[[dict[str, Any]], bool], count: int) -> list[dict[str, Any]]:
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while True:
            lines = map(json.loads, self.trace.read_text("utf-8").splitlines())
            found = [line for line in lines if matches(line)]
            if len(found) >= count:
                return found
            assert time.monotonic() < deadline, f"{len(found)} of {count} calls arrived"
            time.sleep(0.05)


@pytest.fixture(scope="session")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> StandIn:
    project = tmp_path_factory.mktemp("stand-in")
    shutil.copy(Path(__file__).with_name("stand_in.py"), project / "app.py")
    trace = project / "trace"
    trace.touch()
    return StandIn(project, trace)
