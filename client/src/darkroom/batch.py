"""Many pictures at a time, with bounded concurrency."""

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from darkroom.client import WAIT_SECONDS, Client
from darkroom.errors import DarkroomError
from darkroom.models import Image

WORKERS = 4
"""Enough to hide the service's answers behind each other; a home's uplink is full before."""

Given = TypeVar("Given")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """What became of one file: `image`, or the `error` that kept it from becoming one."""

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
) -> Iterator[Uploaded]:
    """Upload files, `workers` at a time, and yield what became of each as soon as it is known.

    Paths are taken as workers come free, so they may come from a generator of any length. An error ends
    its own picture only. Whoever stops iterating waits for the pictures that are under way.
    """

    def one(path: str | os.PathLike[str]) -> Uploaded:
        try:
            return Uploaded(path=path, image=client.upload(path, variants, wait, timeout=timeout))
        except (DarkroomError, OSError) as error:
            return Uploaded(path=path, error=error)

    for _, future in each_done(paths, one, workers):
        yield future.result()


def each_done(
    inputs: Iterable[Given],
    work: Callable[[Given], Made],
    workers: int,
    hurry: Callable[[], None] | None = None,
) -> Generator[tuple[Given, Future[Made]], None, None]:
    """Do the work for each input in `workers` threads; yield input and finished future in order of finishing.

    No more inputs are taken than workers are free. Left early, it calls `hurry`, then waits for what is
    under way.
    """
    waiting = iter(inputs)
    under_way: dict[Future[Made], Given] = {}
    with ThreadPoolExecutor(workers, thread_name_prefix="darkroom") as pool, _hurried(hurry):
        while True:
            for given in islice(waiting, workers - len(under_way)):
                under_way[pool.submit(work, given)] = given
            if not under_way:
                return
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                yield under_way.pop(future), future


@contextmanager
def _hurried(hurry: Callable[[], None] | None) -> Iterator[None]:
    try:
        yield
    except BaseException:
        if hurry:
            hurry()
        raise
