"""Call functions without blocking the event loop, whether they are asynchronous or not."""

from collections.abc import Callable, Coroutine
from inspect import iscoroutinefunction
from typing import Any, ParamSpec, TypeVar, cast

from fastapi.concurrency import run_in_threadpool

P = ParamSpec("P")
T = TypeVar("T")


async def call(
    function: Callable[P, Coroutine[Any, Any, T]] | Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Await an asynchronous function, and run any other one in a thread. Return its result."""
    if iscoroutinefunction(function):
        return cast("T", await function(*args, **kwargs))
    return await run_in_threadpool(cast("Callable[P, T]", function), *args, **kwargs)
