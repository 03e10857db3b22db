"""Call functions that block from an event loop."""

from collections.abc import Callable
from typing import TypeVar

from anyio import create_task_group, to_thread

T = TypeVar("T")


async def in_thread(function: Callable[[], T]) -> T:
    """Call a function in a thread, and never return before it does.

    A task of asyncio that is cancelled would leave the thread with a file that is closed or deleted next. A
    task group does not.
    """
    results: list[T] = []
    errors: list[Exception] = []

    async def call() -> None:
        try:
            results.append(await to_thread.run_sync(function))
        except Exception as error:  # noqa: BLE001 - raised below, outside of the group
            errors.append(error)

    async with create_task_group() as group:
        group.start_soon(call)
    if errors:
        raise errors[0]
    return results[0]
