"""Read the final state of the stack: its image records, stored outputs, runs, dead letters and queues."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from darkroom import Client, Image
from msgspec import Struct

from load import event_queue
from load.expected_outputs import Output
from load.stack import Stack

# Deferred events return after up to 15 minutes.
DRAIN_SECONDS = 1_000
# The outcomes in docs/operations.md that a run of an S3 event can have.
_OUTCOMES = frozenset({"ready", "failed", "deleted", "duplicate", "superseded"})
_FINAL = frozenset({"ready", "failed"})
_HANDLER = "process_upload"
_DECODER = json.JSONDecoder()


class FinalState(Struct, frozen=True, kw_only=True):
    """Image records of the honest owner and outputs by image ID, and the number of runs by outcome.

    `started` is the Unix time when the run of an image started that made it `ready` or `failed`.
    """

    images: Mapping[str, Image]
    started: Mapping[str, float]
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
        started=starts(log),
        outputs=_outputs(stack),
        runs=runs(log),
        dead_letters=dead_letters(log),
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


def runs(log: str) -> Counter[str]:
    """Count the runs of `process_upload` by outcome, from the line that each writes at its end."""
    ended = (line for line in _lines(log) if line.get("level") == "INFO" and line.get("message") in _OUTCOMES)
    return Counter(
        str(line["message"]) for line in ended if str(line.get("function_name", "")).endswith(_HANDLER)
    )


def starts(log: str) -> Mapping[str, float]:
    """Return when the first run of each image that made it `ready` or `failed` started, as Unix time."""
    found: dict[str, float] = {}
    for line in _lines(log):
        if line.get("message") in _FINAL and "image_id" in line:
            end = datetime.fromisoformat(str(line["timestamp"])).timestamp()
            found.setdefault(str(line["image_id"]), end - line["duration_ms"] / 1000)
    return found


def dead_letters(log: str) -> int:
    """Count the dead letters, from the line that `process_failures` writes for each."""
    return sum(line.get("message") == "given up" for line in _lines(log))


def _lines(log: str) -> Iterator[Mapping[str, Any]]:
    """Yield the JSON objects in the log, skipping other text.

    Several processes write to the log, so a line of one may begin in the middle of another's.
    """
    for text in log.splitlines():
        start = text.find("{")
        while start >= 0:
            try:
                line, end = _DECODER.raw_decode(text, start)
            except json.JSONDecodeError:
                end = start + 1
            else:
                yield line
            start = text.find("{", end)
