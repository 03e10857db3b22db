"""Reads the log of the app, whose lines are JSON objects, and finds the reason of a failure."""

import json
from pathlib import Path


def last_error(log: Path, start: int = 0) -> str:
    """Return the reason of the newest error after the first `start` bytes, or else the last line.

    If the app could not be loaded, the last line is that of the traceback. Another process may have begun to
    write its own traceback after it, so unfinished ones are left out.
    """
    lines = log.read_bytes()[start:].decode(errors="replace").splitlines()
    reasons = (reason for line in reversed(lines) if (reason := _reason(line)))
    ends = (line for line in reversed(lines) if not line.startswith((" ", "Traceback")) and line)
    return next(reasons, None) or next(ends, "")


def _reason(line: str) -> str | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    if not isinstance(entry, dict) or entry.get("level") != "ERROR":
        return None
    return entry.get("reason")
