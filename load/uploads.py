"""Upload files concurrently with the client, and wait for each image to finish."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from darkroom import Client, DarkroomError, ImageFailed
from msgspec import Struct

from load import event_queue
from load.plan import Item
from load.stack import Stack

WAIT_SECONDS = 120


class Sent(Struct, frozen=True):
    """An upload that began at `started`, whose last byte was sent at `stored` (Unix times in seconds).

    `image_id` is None if there was no form for it.
    """

    item: Item
    started: float
    stored: float
    image_id: str | None


def send_all(stack: Stack, items: Sequence[Item], folder: Path, concurrency: int) -> list[Sent]:
    """Upload every file. Return when each image has reached a final state or its wait has timed out."""

    def send_share(client: Client, share: Sequence[Item]) -> list[Sent]:
        return [_send(client, stack, item, folder) for item in share]

    shares = [items[first::concurrency] for first in range(concurrency)]
    with ExitStack() as closing, ThreadPoolExecutor(concurrency) as pool:
        clients = [closing.enter_context(Client(stack.url, stack.token)) for _ in shares]
        return [sent for share in pool.map(send_share, clients, shares) for sent in share]


def _send(client: Client, stack: Stack, item: Item, folder: Path) -> Sent:
    file = folder / item.filename
    started, stored, ids = time.time(), list[float](), list[str]()
    try:
        client.upload(
            file,
            # To be sent during processing, a duplicate event must not wait for its end.
            wait=not item.delays,
            timeout=WAIT_SECONDS,
            on_created=ids.append,
            progress=lambda *_: stored.append(time.time()),
        )
        for delay in item.delays:
            event_queue.send_duplicate(stack, ids[-1], file, delay)
        if item.delays:
            client.wait(ids[-1], WAIT_SECONDS)
    except ImageFailed:
        pass  # The outcome is checked after all events have been processed.
    except DarkroomError as error:
        print(f"{item.filename}: {error}")  # noqa: T201 - a run takes minutes, so report it now
    return Sent(item, started, stored[-1] if stored else started, ids[-1] if ids else None)
