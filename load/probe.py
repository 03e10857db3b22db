"""Measure what one run costs in a worker: its AWS calls, its CPU time and the engine's part of it.

`python -m load.probe SMALL LARGE FILE` measures SMALL small and LARGE large images in the environment of a
running stack. It writes a JSON list of `Cost` to FILE; the log goes to standard output. It calls the handler
directly, under a key prefix without event delivery, so a profiler sees only what a worker does.
"""

import hashlib
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import boto3
import botocore.session
import msgspec
from chalice.local import LambdaContext

from chalicelib.bootstrap import darkroom
from chalicelib.domain import geometry
from load.images import content_of
from load.plan import FORMATS, Item, Kind
from local.aws import connect

PREFIX = "probe/"


class Cost(msgspec.Struct, frozen=True):
    """What one kind of run costs.

    `calls` are the AWS calls of the last run. `run` is the CPU time per run in ms; `engine` is part of it.
    """

    name: str
    calls: Sequence[str]
    run: float
    engine: float


class Probe:
    """A worker's application that records its AWS calls."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        # Clients inherit the event handlers of their session at the time when they are created.
        session = botocore.session.get_session()
        session.register("before-call", self._record)
        boto3.setup_default_session(botocore_session=session)
        import app  # noqa: PLC0415 - it reads the environment

        self._handler, self._darkroom = app.process_upload, darkroom()
        self._s3 = connect(os.environ["AWS_ENDPOINT_URL"]).s3

    def cost(self, name: str, items: Sequence[Item], *, duplicate: bool = False) -> Cost:
        """Measure a run of each item, or with `duplicate` the run of a duplicate of its event."""
        files = [(f"{PREFIX}{name}/{item.number}", content_of(item)) for item in items]
        for key, content in files:
            self._s3.put_object(Bucket=self._darkroom.settings.upload_bucket, Key=key, Body=content)
            if duplicate:
                self._run(key, content)
        run = [self._run(key, content) for key, content in files]
        rendered = "PutObject" in self.calls
        engine = [self._engine(content) for _, content in files] if rendered else []
        return Cost(name, self.calls, _mean(run), _mean(engine))

    def _run(self, key: str, content: bytes) -> float:
        self.calls = []
        digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
        item = {"key": key, "eTag": digest, "size": len(content)}
        event = {"Records": [{"eventName": "ObjectCreated:Put", "s3": {"object": item}}]}
        context = LambdaContext("process_upload", 1024, max_runtime_ms=60_000)
        start = time.process_time()
        self._handler(event, context)
        return time.process_time() - start

    def _engine(self, content: bytes) -> float:
        engine, presets = self._darkroom.pipeline.steps.engine, self._darkroom.presets
        start = time.process_time()
        info = engine.inspect(content)
        engine.render(content, info, geometry.plan(info, presets.choose(presets.default)))
        return time.process_time() - start

    def _record(self, **event: Any) -> None:  # noqa: ANN401 - whatever botocore passes to handlers
        self.calls.append(event["model"].name)


def costs(small: int, large: int) -> Iterator[Cost]:
    """Measure every kind of run with `small` small and `large` large images."""
    probe = Probe()
    small_items = [Item(number, Kind.SMALL, FORMATS[number % len(FORMATS)]) for number in range(small)]
    probe.cost("warm-up", small_items[: len(FORMATS)])
    yield probe.cost("small image", small_items)
    if large:
        large_items = [Item(number, Kind.LARGE, "jpeg") for number in range(large)]
        yield probe.cost("12 MP image", large_items)
    yield probe.cost("duplicate event", small_items, duplicate=True)
    yield probe.cost(
        "file that is not an image", [Item(number, Kind.TEXT, "jpeg") for number in range(small)]
    )


def _mean(seconds: Sequence[float]) -> float:
    return 1000 * sum(seconds) / len(seconds) if seconds else 0.0


if __name__ == "__main__":
    small, large, file = sys.argv[1:]
    os.environ["UPLOAD_PREFIX"] = PREFIX
    Path(file).write_bytes(msgspec.json.encode(list(costs(int(small), int(large)))))
