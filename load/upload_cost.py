"""Upload a folder, and write what it cost: `python -m load.upload_cost UPLOADER FOLDER RESULT`."""

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
import msgspec
from darkroom import Client, upload_all
from msgspec import Struct

WORKERS = 4


class Cost(Struct, frozen=True):
    """Seconds of CPU time (user and system) and of wall time."""

    cpu: float
    elapsed: float


class Uploader(Struct, frozen=True):
    """A way to upload: its label in the report, and a factory of the function that uploads files."""

    label: str
    connect: Callable[[], Callable[[Sequence[Path]], None]]


def boto3_uploader() -> Callable[[Sequence[Path]], None]:
    """Return a function that puts files straight into the bucket, as `aws s3 cp` does."""
    s3 = boto3.client("s3")
    bucket, prefix = os.environ["UPLOAD_BUCKET"], os.environ["UPLOAD_PREFIX"]

    def upload(paths: Sequence[Path]) -> None:
        with ThreadPoolExecutor(WORKERS) as pool:
            list(
                pool.map(lambda path: s3.upload_file(str(path), bucket, f"{prefix}boto3/{path.name}"), paths)
            )

    return upload


def client_uploader(*, wait: bool) -> Callable[[Sequence[Path]], None]:
    """Return a function that uploads files with the client. It raises the first error of any file."""
    client = Client(os.environ["DARKROOM_URL"], os.environ["DARKROOM_TOKEN"])

    def upload(paths: Sequence[Path]) -> None:
        for result in upload_all(client, paths, wait=wait, workers=WORKERS):
            if result.error:
                raise result.error

    return upload


UPLOADERS: Mapping[str, Uploader] = {
    "boto3": Uploader("boto3 upload_file", boto3_uploader),
    "sent": Uploader("darkroom, upload only", lambda: client_uploader(wait=False)),
    "ready": Uploader("darkroom, upload and wait until ready", lambda: client_uploader(wait=True)),
}


def main() -> None:
    """Upload one file as a warm-up and then all files, and write the cost of this process as JSON."""
    paths = sorted(Path(sys.argv[2]).iterdir())
    upload = UPLOADERS[sys.argv[1]].connect()
    upload(paths[:1])
    cpu, start = time.process_time(), time.perf_counter()
    upload(paths)
    cost = Cost(cpu=time.process_time() - cpu, elapsed=time.perf_counter() - start)
    Path(sys.argv[3]).write_bytes(msgspec.json.encode(cost))


if __name__ == "__main__":
    main()
