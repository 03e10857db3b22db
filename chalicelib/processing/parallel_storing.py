"""Store the variants of a run while others are still being encoded."""

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager

from chalicelib.models import Rendered, StoredVariant

AT_ONCE = 4
"""Threads of a run. S3 takes about as long to store a variant as the engine to encode a few others.

botocore's clients keep up to ten connections open:
https://botocore.amazonaws.com/v1/documentation/api/latest/reference/config.html
"""


def threads() -> Executor:
    """Return the executor of one run, which starts a thread only if no other one is idle."""
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="store")


class ParallelStoring(AbstractContextManager["ParallelStoring"]):
    """Calls `store` for each variant in the executor's threads.

    Use it as a context: none of its threads outlives that. Lambda would stop them when the handler returns,
    and let them go on in an invocation for another image.
    """

    def __init__(self, executor: Executor, store: Callable[[Rendered], StoredVariant]) -> None:
        self._executor = executor
        self._store = store
        self._begun: list[Future[StoredVariant]] = []

    def __exit__(self, *_: object) -> None:
        """Wait for what is being stored, and give up what has to wait for a thread."""
        self._executor.shutdown(cancel_futures=True)

    def hand_over(self, rendered: Rendered) -> None:
        """Begin to store a variant, or let it wait for a thread. Its bytes are freed when it is stored."""
        self._begun.append(self._executor.submit(self._store, rendered))

    def stored(self) -> list[StoredVariant]:
        """Wait for all variants so far, and return them in any order. Raises the first error of `store`."""
        return [each.result() for each in self._begun]
