"""Runs infra/edge.js with the policy of the presets, and starts it again when one of them changes."""

import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from local.cdn.function import EdgeFunction

Code = Callable[[], str]
"""Returns the function's code with its policy. Raises FunctionFailed."""


class ReloadedFunction:
    """Starts Node at the first request, and again after a change of the watched files."""

    def __init__(
        self, node: str, code: Code, watched: tuple[Path, ...], keys: Callable[[], Mapping[str, str]]
    ) -> None:
        """Use `code` to read the function, and `keys` to read the items of its key value store."""
        self._node, self._code, self._watched, self._keys = node, code, watched, keys
        self._changing = threading.Lock()
        self._stopping = ExitStack()
        self._loaded: tuple[int, ...] = ()

    def __enter__(self) -> Self:
        """Return the function, which starts with the first event."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop Node."""
        self._stopping.close()

    def __call__(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Return the request that the function lets through, or its response. Raises FunctionFailed."""
        keys = self._keys() if "s" in event["request"]["querystring"] else {}
        return self._current().handle(event, keys)

    def _current(self) -> EdgeFunction:
        with self._changing:
            times = tuple(file.stat().st_mtime_ns for file in self._watched)
            if times != self._loaded:
                code = self._code()
                self._stopping.close()
                self._function = self._stopping.enter_context(EdgeFunction(self._node, code))
                self._loaded = times
            return self._function
