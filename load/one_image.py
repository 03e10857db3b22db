"""Process images one by one in this process, and split the CPU time of each by what it is spent on.

`python -m load.one_image COUNT FOLDER RESULT` runs in the environment of a running stack, which emulates AWS
in another process. It uploads COUNT images, each with a form of its own, and passes their events to the
handler. The images are those in FOLDER, repeatedly. It writes `Times` to RESULT, and the log to standard
output.
"""

import cProfile
import os
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from itertools import cycle, islice
from pathlib import Path
from types import CodeType, MappingProxyType
from typing import Any

import msgspec
from chalice.local import LambdaContext
from msgspec.structs import replace

from chalicelib.bootstrap import darkroom
from chalicelib.domain import geometry
from chalicelib.models import UploadRequest
from load.spans import Measured, Spans, measure_calls
from local.aws import connect

HANDLER = "Chalice, log and metrics of the invocation"
USE_CASES = "use cases"
PROGRESS = "log and metrics of the run"
CONVERSION = "conversion of records and objects"
ENGINE = "engine"
CALL = "AWS call "

# Under a prefix without event delivery, so that no other process handles the images.
PREFIX = "profile/"
# What is measured, by the attribute of the application.
_PARTS: Mapping[str, str] = MappingProxyType(
    {
        "observer": PROGRESS,
        "engine": ENGINE,
        "store": CONVERSION,
        "sources": CONVERSION,
        "outputs": CONVERSION,
        "retention_policies": CONVERSION,
    }
)
# What is in the profiler's names of functions of image libraries, and of modules that call C through ctypes.
_IN_C = ("Imaging", "Decoder", "Encoder", "isal", "imaging/kernel/", "libwebp.py")
_OWNER = "load"
_TIMEOUT_MS = 60_000
# Then connections and caches are there, and Python has specialized its bytecode.
_WARM_UP = 5


class Times(msgspec.Struct, frozen=True):
    """The milliseconds of CPU time of each image by part, and the share (0 to 1) of C in the engine's."""

    images: Sequence[Mapping[str, float]]
    engine_in_c: float


class _OneAtATime(ThreadPoolExecutor):
    """Waits for each call, because spans can only be inside each other."""

    def submit(self, *call: Any, **options: Any) -> Any:  # noqa: ANN401 - passed on as it is
        future = super().submit(*call, **options)
        wait([future])
        return future


class Runs:
    """Runs the handler, and measures it, its parts and its AWS calls."""

    def __init__(self) -> None:
        self._spans = Spans(HANDLER)
        measure_calls(self._spans, lambda operation: f"{CALL}{operation}")
        import app  # noqa: PLC0415 - it reads the environment

        self._handler = app.process_upload
        self._darkroom = darkroom()
        for name, part in _PARTS.items():
            self._measure(name, part)
        vars(self._darkroom)["steps"] = replace(self._darkroom.steps, executor=_OneAtATime)
        # The last one, because it is wired with the others.
        self._measure("fair_share", USE_CASES)
        self._s3 = connect(os.environ["AWS_ENDPOINT_URL"]).s3

    def times(self, contents: Sequence[bytes], count: int) -> Times:
        """Process `count` images after some that are not measured."""
        images = [self._run(content) for content in islice(cycle(contents), _WARM_UP + count)]
        return Times(images[_WARM_UP:], self._engine_in_c(contents))

    def _measure(self, name: str, part: str) -> None:
        vars(self._darkroom)[name] = Measured(getattr(self._darkroom, name), lambda _: part, self._spans)

    def _run(self, content: bytes) -> Mapping[str, float]:
        event = self._upload(content)
        context = LambdaContext("process_upload", 1024, max_runtime_ms=_TIMEOUT_MS)
        self._spans.reset()
        self._handler(event, context)
        return self._spans.totals()

    def _upload(self, content: bytes) -> dict[str, Any]:
        """Upload an image with a form and return the event about it."""
        image, _ = self._darkroom.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=_OWNER)
        stored = self._s3.put_object(
            Bucket=self._darkroom.settings.upload_bucket,
            Key=image.key,
            Body=content,
            ContentType="image/jpeg",
            Metadata={"image-id": image.id, "owner": _OWNER},
        )
        version = {"eTag": stored["ETag"].strip('"'), "versionId": stored["VersionId"]}
        item = {"key": image.key, "size": len(content), **version}
        return {"Records": [{"eventName": "ObjectCreated:Post", "s3": {"object": item}}]}

    def _engine_in_c(self, contents: Sequence[bytes]) -> float:
        engine, presets = self._darkroom.engine, self._darkroom.presets
        profiler = cProfile.Profile()
        with profiler:
            for content in contents:
                info = engine.inspect(content)
                engine.render(content, info, geometry.plan(info, presets.choose(presets.default)))
        times = [(_is_in_c(entry.code), entry.inlinetime) for entry in profiler.getstats()]
        return sum(seconds for in_c, seconds in times if in_c) / sum(seconds for _, seconds in times)


def _is_in_c(code: str | CodeType) -> bool:
    name = code if isinstance(code, str) else code.co_filename
    return any(part in name for part in _IN_C)


if __name__ == "__main__":
    number, folder, result = sys.argv[1:]
    files = [file.read_bytes() for file in sorted(Path(folder).iterdir())]
    os.environ["UPLOAD_PREFIX"] = PREFIX
    Path(result).write_bytes(msgspec.json.encode(Runs().times(files, int(number))))
