"""Hostile owners, who attack the local stack while an honest owner uses it.

Emulators and functions share the processors of this machine, while each function on AWS has its own, so the
honest owner's times include the competition for them.
"""

import itertools
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from darkroom import ApiError, Client
from msgspec import Struct, field

from load import event_queue, hostile_files
from load.images import content_of
from load.plan import BROKEN, Item
from load.stack import Stack

_SECONDS_BETWEEN_EVENTS = 2
_BUSY_SECONDS = 5


@contextmanager
def attacked(stack: Stack, folder: Path, unfinished: int) -> Iterator[Counter[str]]:
    """Attack the stack during the block. At its end, the result counts what the attackers did.

    They flood it with slow and broken files, of which this many are always unfinished, and with duplicate
    events, take another owner's name when a quota is used up, and send events about objects of others.
    """
    attack = _Attack(stack, unfinished)
    broken = {f"{kind}.jpg": content_of(Item(0, kind, "jpeg")) for kind in BROKEN}
    folder.mkdir()
    for name, content in {**hostile_files.draw(), **broken}.items():
        (folder / name).write_bytes(content)
    steps = attack.flood(sorted(folder.iterdir())), attack.send_foreign_events()
    threads = [threading.Thread(target=attack.run, args=[each]) for each in steps]
    for thread in threads:
        thread.start()
    time.sleep(_BUSY_SECONDS)
    try:
        yield attack.counts
    finally:
        attack.stopping.set()
        for thread in threads:
            thread.join()


class _Attack(Struct, frozen=True):
    """Each method yields after each step."""

    stack: Stack
    unfinished: int
    counts: Counter[str] = field(default_factory=Counter)
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self, steps: Iterator[str]) -> None:
        """Take steps until the attack is over, and count them."""
        for step in steps:
            self.counts[step] += 1
            if self.stopping.is_set():
                return

    def flood(self, files: Sequence[Path]) -> Iterator[str]:
        """Upload files as one owner after another, each until it is refused."""
        endless = itertools.cycle(files)
        for number in itertools.count(1):
            with Client(self.stack.url, self.stack.owner_token(f"hostile-{number}")) as client:
                try:
                    yield from self._uploads(client, endless)
                except ApiError as error:
                    yield f"uploads refused with `{error.code}`"

    def _uploads(self, client: Client, files: Iterator[Path]) -> Iterator[str]:
        for file in files:
            image = client.upload(file, wait=False)
            event_queue.send_duplicate(self.stack, image.id, file, delay=1)
            yield "files, each with a duplicate event"
            while len(list(client.list(status="processing"))) >= self.unfinished:
                if self.stopping.wait(1):
                    break

    def send_foreign_events(self) -> Iterator[str]:
        """Repeat events about others' objects, and report objects that nobody has stored."""
        bucket, s3 = self.stack.environment["UPLOAD_BUCKET"], self.stack.aws.s3
        while not self.stopping.wait(_SECONDS_BETWEEN_EVENTS):
            last = s3.list_objects_v2(Bucket=bucket, MaxKeys=100)["Contents"][-1]
            for key in (last["Key"], f"{last['Key']}.missing"):
                etag = last["ETag"].strip('"')
                event_queue.send(self.stack, event_queue.object_created(key, last["Size"], etag), delay=0)
                yield "events about foreign objects"
