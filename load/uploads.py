"""Sends the files as callers would: by the client, many at a time, each waiting for its picture."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from darkroom import Client, DarkroomError, ImageFailed

from load import events
from load.plan import Item
from load.stack import Stack

WAIT_SECONDS = 120


@dataclass(frozen=True)
class Sent:
    """One file, on its way since `started` (seconds since 1970). Without an id it never got in."""

    item: Item
    started: float
    image_id: str | None = None


def send_all(stack: Stack, items: Sequence[Item], folder: Path, at_a_time: int) -> list[Sent]:
    """Send every file; return when each is terminal or somebody has lost patience."""

    def send_share(client: Client, share: Sequence[Item]) -> list[Sent]:
        return [_send(client, stack, item, folder) for item in share]

    shares = [items[first::at_a_time] for first in range(at_a_time)]
    with ExitStack() as closing, ThreadPoolExecutor(at_a_time) as pool:
        clients = [closing.enter_context(_connected(stack)) for _ in shares]
        return [sent for share in pool.map(send_share, clients, shares) for sent in share]


def _connected(stack: Stack) -> Client:
    """Connect one after the other: chalice local resets connections when more than five come at once."""
    client = Client(stack.url, stack.token)
    client.presets()
    return client


def _send(client: Client, stack: Stack, item: Item, folder: Path) -> Sent:
    file = folder / item.filename
    sent = Sent(item, time.time())
    try:
        sent = Sent(item, sent.started, client.upload(file, wait=False).id)
        _send_duplicates(stack, sent, file)
        client.wait(str(sent.image_id), WAIT_SECONDS)
    except ImageFailed:
        pass  # what became of it is looked at when all events have been worked off
    except DarkroomError as error:
        print(f"{item.filename}: {error}")  # noqa: T201 - a run takes minutes: say it at once
    return sent


def _send_duplicates(stack: Stack, sent: Sent, file: Path) -> None:
    if not sent.item.delays:
        return
    prefix = stack.environment.get("UPLOAD_PREFIX", "images/")
    key = f"{prefix}{sent.image_id}/{sent.item.filename}"
    event = events.created(stack.environment["UPLOAD_BUCKET"], key, file.read_bytes())
    for delay in sent.item.delays:
        events.send(stack, event, delay)
