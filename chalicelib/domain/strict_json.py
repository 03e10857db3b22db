"""Parse JSON for errors that people can act on."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any


class InvalidJson(Exception):
    """The text is not JSON. The message says where and why."""


class JsonObject(dict[str, Any]):
    """A JSON object that knows which of its keys the text contains twice. Python's parser ignores that."""

    def __init__(self, pairs: Sequence[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counts = Counter(name for name, _ in pairs)
        self.repeated = next((name for name, count in counts.items() if count > 1), None)


def decode(text: bytes) -> object:
    """Return the parsed text, with objects as JsonObject. Raises InvalidJson."""
    try:
        return json.loads(text, object_pairs_hook=JsonObject)
    except json.JSONDecodeError as error:
        raise InvalidJson(f"line {error.lineno}, column {error.colno}: {error.msg}") from error
    except UnicodeDecodeError as error:
        raise InvalidJson("must be encoded as UTF-8") from error
    except RecursionError as error:
        raise InvalidJson("is nested too deeply") from error
    except ValueError as error:  # a number with thousands of digits
        raise InvalidJson(str(error)) from error
