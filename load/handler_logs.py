"""Count runs and dead letters in the log of the stack. Pure functions."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping

# The outcomes in docs/operations.md that a run of an S3 event can have.
_OUTCOMES = frozenset({"ready", "failed", "deleted", "duplicate", "superseded"})
_HANDLER = "process_upload"
_GIVEN_UP = "given up"
_DECODER = json.JSONDecoder()


def runs(log: str) -> Counter[str]:
    """Count the runs of `process_upload` by outcome, from the line that each writes at its end."""
    ended = (line for line in _lines(log) if line.get("level") == "INFO" and _is_from(line, _HANDLER))
    return Counter(str(line["message"]) for line in ended if line.get("message") in _OUTCOMES)


def dead_letters(log: str) -> int:
    """Count the dead letters, from the line that `process_failures` writes for each."""
    return sum(line.get("message") == _GIVEN_UP for line in _lines(log))


def _is_from(line: Mapping[str, object], handler: str) -> bool:
    return str(line.get("function_name", "")).endswith(handler)


def _lines(log: str) -> Iterator[Mapping[str, object]]:
    """Yield the JSON objects in the log, skipping other text.

    Several processes write to the log, so a line of one may begin in the middle of another's.
    """
    for text in log.splitlines():
        start = text.find("{")
        while start >= 0:
            try:
                line, end = _DECODER.raw_decode(text, start)
            except json.JSONDecodeError:
                end = start + 1
            else:
                yield line
            start = text.find("{", end)
