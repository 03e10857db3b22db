"""Upload many files in parallel, with a limited number of worker threads."""

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from darkroom.client import Client
from darkroom.errors import DarkroomError
from darkroom.image import WAIT_SECONDS, Image

WORKERS = 4
"""Four are enough to hide the service's latency; fewer already saturate a home uplink."""

Input = TypeVar("Input")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadResult:
    """The result for one file: either the uploaded `image` or the `error`."""

    path: str | os.PathLike[str]
    image: Image | None = None
    error: DarkroomError | OSError | None = None


def upload_all(
    client: Client,
    paths: Iterable[str | os.PathLike[str]],
    variants: Sequence[str] | None = None,
    *,
    wait: bool = True,
    workers: int = WORKERS,
    timeout: float = WAIT_SECONDS,
) -> Iterator[UploadResult]:
    """Upload files in `workers` threads and yield each result as soon as it is available.

    Paths are consumed as workers become free, so `paths` may be a generator of any length. An error
    affects only its own file. If you stop iterating early, uploads in progress finish first. `timeout` is
    the number of seconds to wait for each image.
    """

    def upload(path: str | os.PathLike[str]) -> UploadResult:
        try:
            return UploadResult(path=path, image=client.upload(path, variants, wait, timeout=timeout))
        except (DarkroomError, OSError) as error:
            return UploadResult(path=path, error=error)

    for _, future in run_concurrently(paths, upload, workers):
        yield future.result()


def run_concurrently(
    inputs: Iterable[Input],
    work: Callable[[Input], Result],
    workers: int,
    on_early_exit: Callable[[], None] | None = None,
) -> Generator[tuple[Input, Future[Result]], None, None]:
    """Run `work` for each input in `workers` threads; yield inputs with their futures as they finish.

    An input is consumed only when a worker is free. If the generator is closed early, it calls
    `on_early_exit` and then waits for the work in progress.
    """
    pending = iter(inputs)
    running: dict[Future[Result], Input] = {}
    with (
        ThreadPoolExecutor(workers, thread_name_prefix="darkroom") as pool,
        _calling_on_early_exit(on_early_exit),
    ):
        while True:
            for item in islice(pending, workers - len(running)):
                running[pool.submit(work, item)] = item
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(future), future


@contextmanager
def _calling_on_early_exit(on_early_exit: Callable[[], None] | None) -> Iterator[None]:
    try:
        yield
    except BaseException:
        if on_early_exit:
            on_early_exit()
        raise
