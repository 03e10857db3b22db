"""Paths that the benchmark uses."""

from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
BENCH = REPOSITORY / "bench"
STATE = REPOSITORY / ".bench"
PYTHON = STATE / "python" / "bin" / "python"
THUMBOR = STATE / "thumbor" / "bin" / "python"
NODE = STATE / "node"
INPUTS = STATE / "inputs"
LOGS = STATE / "logs"
RESULTS = BENCH / "results"
