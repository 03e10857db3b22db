"""What the handlers wrote into the stack's log: how many runs there were, by outcome. Pure."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping

# As docs/operations.md has them; what a sweep or a task of the workflow comes to is no run of an event.
_OUTCOMES = frozenset({"ready", "failed", "deleted", "duplicate", "superseded"})
_HANDLER = "process_upload"
_GIVEN_UP = "given up"
_DECODER = json.JSONDecoder()


def runs(log: str) -> Counter[str]:
    """Count the lines that `process_upload` writes when a run ends."""
    ended = (line for line in _lines(log) if line.get("level") == "INFO" and _is_of(line, _HANDLER))
    return Counter(str(line["message"]) for line in ended if line.get("message") in _OUTCOMES)


def dead_letters(log: str) -> int:
    """Count the lines that `process_failures` writes, one for each dead letter."""
    return sum(line.get("message") == _GIVEN_UP for line in _lines(log))


def _is_of(line: Mapping[str, object], handler: str) -> bool:
    return str(line.get("function_name", "")).endswith(handler)


def _lines(log: str) -> Iterator[Mapping[str, object]]:
    """Yield what is JSON, among lines of other kinds.

    Several processes write into the log, so that one's line may begin where another's has not ended.
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
