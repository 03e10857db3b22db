"""Read the final state of the stack: its image records, stored outputs, runs, dead letters and queues."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from darkroom import Client, Image

from load import event_queue, handler_logs
from load.expected_outputs import Output
from load.stack import Stack

# Deferred events return after up to 15 minutes.
DRAIN_SECONDS = 1_000


@dataclass(frozen=True, kw_only=True)
class FinalState:
    """Image records of the honest owner and outputs by image ID, and the number of runs by outcome."""

    images: Mapping[str, Image]
    outputs: Mapping[str, frozenset[Output]]
    runs: Counter[str]
    dead_letters: int
    messages_left: int


def read(stack: Stack) -> FinalState:
    """Wait until the queues are empty, then read everything."""
    left = event_queue.wait_until_empty(stack, DRAIN_SECONDS)
    log = stack.log.read_text("utf-8")
    return FinalState(
        images=_images(stack),
        outputs=_outputs(stack),
        runs=handler_logs.runs(log),
        dead_letters=handler_logs.dead_letters(log),
        messages_left=left,
    )


def _images(stack: Stack) -> Mapping[str, Image]:
    with Client(stack.url, stack.token) as client:
        return {image.id: image for image in client.list()}


def _outputs(stack: Stack) -> Mapping[str, frozenset[Output]]:
    """Return all stored outputs by the image ID in their key (`images/{id}/…`)."""
    found: dict[str, set[Output]] = defaultdict(set)
    pages = stack.aws.s3.get_paginator("list_objects_v2").paginate(Bucket=stack.environment["DEST_BUCKET"])
    for page in pages:
        for item in page.get("Contents", ()):
            found[item["Key"].split("/")[1]].add(Output(item["Size"], item["ETag"].strip('"')))
    return {image_id: frozenset(outputs) for image_id, outputs in found.items()}
