"""What one run costs in a worker: its calls to AWS, and its CPU beside that of the engine alone.

`python -m load.probe SMALL LARGE FILE` takes so many pictures of each kind, in the environment of a running
stack, and writes JSON into the file: a list of `Cost`. Standard output has the log. It calls the use case
itself, under a prefix whose events nobody relays, so that a profiler sees a worker's path and nothing else.
"""

import hashlib
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import botocore.session
import msgspec

from chalicelib import variants
from chalicelib.bootstrap.usecases import Darkroom
from chalicelib.models import Source
from load import inputs
from load.images import FORMATS
from load.plan import Item, Kind
from local.aws import connect

PREFIX = "probe/"


@dataclass(frozen=True)
class Cost:
    """One kind of run: the calls of the last one, and milliseconds of CPU per run, `engine` being a part."""

    name: str
    calls: Sequence[str]
    run: float
    engine: float


class Probe:
    """A worker's application, and the AWS operations that it has called."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        # Clients inherit the handlers that their session has when they are made.
        session = botocore.session.get_session()
        session.register("before-call", self._note)
        boto3.setup_default_session(botocore_session=session)
        self._darkroom = Darkroom({**os.environ, "UPLOAD_PREFIX": PREFIX})
        self._s3 = connect(os.environ["AWS_ENDPOINT_URL"]).s3

    def cost(self, name: str, items: Sequence[Item], *, again: bool = False) -> Cost:
        """Measure a run of each item; with `again`, the run of a duplicate of its event."""
        files = [(f"{PREFIX}{name}/{item.number}", inputs.content_of(item)) for item in items]
        for key, content in files:
            self._s3.put_object(Bucket=self._darkroom.settings.upload_bucket, Key=key, Body=content)
            if again:
                self._run(key, content)
        run = [self._run(key, content) for key, content in files]
        rendered = "PutObject" in self.calls
        engine = [self._engine(content) for _, content in files] if rendered else []
        return Cost(name, self.calls, _mean(run), _mean(engine))

    def _run(self, key: str, content: bytes) -> float:
        self.calls = []
        hint = Source(etag=hashlib.md5(content, usedforsecurity=False).hexdigest(), size=len(content))
        start = time.process_time()
        self._darkroom.pipeline.reconcile(key, hint)
        return time.process_time() - start

    def _engine(self, content: bytes) -> float:
        engine, presets = self._darkroom.pipeline.steps.engine, self._darkroom.presets
        start = time.process_time()
        info = engine.inspect(content)
        engine.render(content, info, variants.plan(info, presets.current(())))
        return time.process_time() - start

    def _note(self, **event: Any) -> None:  # noqa: ANN401 - whatever botocore tells its handlers
        self.calls.append(event["model"].name)


def costs(small: int, large: int) -> Iterator[Cost]:
    """Measure every kind of run with so many pictures."""
    probe = Probe()
    pictures = [Item(number, Kind.SMALL, FORMATS[number % len(FORMATS)]) for number in range(small)]
    probe.cost("warming up", pictures[: len(FORMATS)])
    yield probe.cost("a small picture", pictures)
    if large:
        scenes = [Item(number, Kind.LARGE, "jpeg") for number in range(large)]
        yield probe.cost("a picture of 12 MP", scenes)
    yield probe.cost("a duplicate", pictures, again=True)
    yield probe.cost(
        "a file that is no picture", [Item(number, Kind.TEXT, "jpeg") for number in range(small)]
    )


def _mean(seconds: Sequence[float]) -> float:
    return 1000 * sum(seconds) / len(seconds) if seconds else 0.0


if __name__ == "__main__":
    small, large, file = sys.argv[1:]
    Path(file).write_bytes(msgspec.json.encode(list(costs(int(small), int(large)))))
