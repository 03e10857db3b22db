"""Records the calls of clients."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from types import SimpleNamespace
from typing import Any, cast

from ops.cloudformation.change_sets import ChangeSets
from ops.cloudformation.stacks import Stacks
from ops.deployment.tools import Tools


@dataclass(frozen=True)
class Call:
    """A call: the client's name in `Clients`, its method or the paginator's operation, and the request."""

    client: str
    operation: str
    request: dict[str, Any]


@dataclass(frozen=True)
class _Recorded:
    name: str
    client: Any
    calls: list[Call]

    def __getattr__(self, method: str) -> Any:
        found = getattr(self.client, method)
        if not callable(found) or method == "get_waiter":
            return found
        return self._pages(found) if method == "get_paginator" else self._recorded(method, found)

    def _recorded(self, method: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def recorded(**request: Any) -> Any:
            self.calls.append(Call(self.name, method, request))
            return call(**request)

        return recorded

    def _pages(self, get_paginator: Callable[[str], Any]) -> Callable[[str], Any]:
        def recorded(operation: str) -> Any:
            def paginate(**request: Any) -> Iterator[Any]:
                self.calls.append(Call(self.name, operation, request))
                yield from get_paginator(operation).paginate(**request)

            return SimpleNamespace(paginate=paginate)

        return recorded


def recording(tools: Tools, calls: list[Call]) -> Tools:
    """Return the tools, with clients that record their calls."""
    names = [field.name for field in fields(tools.clients) if field.name != "region"]
    clients = {name: cast("Any", _Recorded(name, getattr(tools.clients, name), calls)) for name in names}
    return replace(
        tools,
        clients=replace(tools.clients, **clients),
        stacks=Stacks(clients["cloudformation"], tools.stacks.wait),
        change_sets=ChangeSets(clients["cloudformation"], tools.stacks.wait),
    )
