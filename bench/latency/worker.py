"""Process images as Lambda does: `python -P bench/latency/worker.py PHOTO LATENCY`, in a checkout's folder.

PHOTO is the file to upload, LATENCY the assumed milliseconds in JSON. Each line of the input is a JSON list:
the number of the run, and the names of the presets. Each line of the output is what this run took. It imports
nothing but the checkout's own modules, and the environment must be that of a running emulator.
"""

import json
import os
import socket
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

import boto3
import botocore.session
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.httpsession import URLLib3Session
from chalice.local import LambdaContext

_MEGABYTE = 1_000_000
_OWNER = "bench"


class Latencies:
    """Lets each response of the emulator arrive when the latency is over that is assumed for the call.

    `late` are the milliseconds by which the emulator itself took longer. The latency of a call varies by its
    run, its operation and, if there are several, its place or the file's name. So all checkouts wait alike.
    """

    def __init__(self, milliseconds: dict[str, float]) -> None:
        self._milliseconds = milliseconds
        # As the clients do. Otherwise, the body of a request waits until its head is acknowledged.
        options: Any = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]
        self._network = URLLib3Session(socket_options=options)
        self.start(None)

    def start(self, run: int | None) -> None:
        """Begin a run. Without one, no call has to wait."""
        self._run = run
        self.calls: list[tuple[str, str]] = []
        self.late = 0.0

    def send(self, **event: Any) -> Any:  # noqa: ANN401 - whatever botocore passes to handlers
        """Answer a request in place of botocore."""
        request: AWSPreparedRequest = event["request"]
        _, service, operation = event["event_name"].split(".")
        start = time.perf_counter()
        response = self._network.send(request)
        if self._run is not None:
            kind = _kind(service, request, response)
            self.calls.append((operation, kind))
            is_put = operation == "PutObject"
            place = request.url.rpartition("/")[2] if is_put else self.calls.count((operation, kind))
            random = Random(f"{self._run} {operation} {place}")  # noqa: S311 - chooses delays, not secrets
            latency = self._milliseconds[kind] * random.lognormvariate(0, self._milliseconds["jitter"])
            left = latency / 1000 - (time.perf_counter() - start)
            self.late += 1000 * max(0.0, -left)
            time.sleep(max(0.0, left))
        return response


def _kind(service: str, request: AWSPreparedRequest, response: AWSResponse) -> str:
    if service != "s3":
        return service
    sizes = [int(headers.get("Content-Length", 0)) for headers in (request.headers, response.headers)]
    return "s3_large" if max(sizes) >= _MEGABYTE else "s3_small"


class Worker:
    """The handler, and the client that uploads to it."""

    def __init__(self, photo: bytes, latencies: Latencies) -> None:
        session = botocore.session.get_session()
        session.register("before-send", latencies.send)
        boto3.setup_default_session(botocore_session=session)
        import app  # noqa: PLC0415 - it reads the environment, and creates clients of the session
        from chalicelib.bootstrap import darkroom  # noqa: PLC0415
        from chalicelib.models import UploadRequest  # noqa: PLC0415

        self._handler, self._darkroom, self._request = app.process_upload, darkroom(), UploadRequest
        self._photo, self._latencies = photo, latencies

    def run(self, number: int, names: list[str]) -> dict[str, Any]:
        """Upload a photo and process its event. Times are in ms: wall clock and CPU, all and the engine's."""
        event = self._upload(names)
        self._latencies.start(number)
        wall, cpu = time.perf_counter(), time.process_time()
        self._handler(event, LambdaContext("process_upload", 1769, max_runtime_ms=60_000))
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        waited = {"late": self._latencies.late, "calls": self._latencies.calls}
        self._latencies.start(None)
        return {"wall": 1000 * wall, "cpu": 1000 * cpu, "engine": 1000 * self._engine(names), **waited}

    def _upload(self, names: list[str]) -> dict[str, Any]:
        request = self._request(filename="photo.jpg", variants=tuple(names), size=len(self._photo))
        image, _ = self._darkroom.upload_forms.create(request, owner=_OWNER)
        stored = boto3.client("s3").put_object(
            Bucket=os.environ["UPLOAD_BUCKET"],
            Key=image.key,
            Body=self._photo,
            ContentType="image/jpeg",
            Metadata={"image-id": image.id, "owner": _OWNER},
        )
        version = {"eTag": stored["ETag"].strip('"'), "versionId": stored["VersionId"]}
        item = {"key": image.key, "size": len(self._photo), **version}
        return {"Records": [{"eventName": "ObjectCreated:Post", "s3": {"object": item}}]}

    def _engine(self, names: list[str]) -> float:
        from chalicelib.domain import geometry  # noqa: PLC0415 - the checkout's

        presets, engine = self._darkroom.presets, self._darkroom.engine
        start = time.process_time()
        info = engine.inspect(self._photo)
        engine.render(self._photo, info, geometry.plan(info, presets.choose(names)))
        return time.process_time() - start


def main() -> None:
    """Run what the lines of the input say."""
    results, sys.stdout = sys.stdout, Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for the log
    worker = Worker(Path(sys.argv[1]).read_bytes(), Latencies(json.loads(sys.argv[2])))
    for line in sys.stdin:
        results.write(f"{json.dumps(worker.run(*json.loads(line)))}\n")
        results.flush()


if __name__ == "__main__":
    main()
