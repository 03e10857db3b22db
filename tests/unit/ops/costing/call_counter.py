"""Count the calls to a port."""

from collections import Counter
from dataclasses import dataclass
from typing import Any


@dataclass
class CallCounter:
    """Count the calls to a wrapped object by method."""

    inner: Any
    calls: "Counter[str]"

    def __getattr__(self, name: str) -> Any:
        def call(*arguments: Any, **options: Any) -> Any:
            self.calls[name] += 1
            return getattr(self.inner, name)(*arguments, **options)

        return call
