"""Upload a folder and print what it cost this process: `python -m load.upload_cost UPLOADER FOLDER`."""

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import boto3
from darkroom import Client, upload_all

WORKERS = 4


@dataclass(frozen=True)
class Cost:
    """Seconds of CPU time (user and system) and of wall time."""

    cpu: float
    elapsed: float


@dataclass(frozen=True)
class Uploader:
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
    """Upload one file as a warm-up and then all files, and print the cost as JSON."""
    paths = sorted(Path(sys.argv[2]).iterdir())
    upload = UPLOADERS[sys.argv[1]].connect()
    upload(paths[:1])
    cpu, start = _cpu(), time.perf_counter()
    upload(paths)
    cost = Cost(cpu=_cpu() - cpu, elapsed=time.perf_counter() - start)
    sys.stdout.write(json.dumps(asdict(cost)))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
