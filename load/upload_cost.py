"""`python -m load.upload_cost WHO FOLDER`: sends the files of a folder, prints what that cost this process."""

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
    """Seconds of CPU, user and system, and of the clock."""

    cpu: float
    elapsed: float


@dataclass(frozen=True)
class Sender:
    """What the report calls it, and what makes the function that sends."""

    says: str
    connect: Callable[[], Callable[[Sequence[Path]], None]]


def by_boto3() -> Callable[[Sequence[Path]], None]:
    """Put the files straight into the bucket, as `aws s3 cp` does."""
    s3 = boto3.client("s3")
    bucket, prefix = os.environ["UPLOAD_BUCKET"], os.environ["UPLOAD_PREFIX"]

    def send(paths: Sequence[Path]) -> None:
        with ThreadPoolExecutor(WORKERS) as pool:
            list(
                pool.map(lambda path: s3.upload_file(str(path), bucket, f"{prefix}boto3/{path.name}"), paths)
            )

    return send


def by_client(*, wait: bool) -> Callable[[Sequence[Path]], None]:
    """Upload the files. Raises the first error that a file met."""
    client = Client(os.environ["DARKROOM_URL"], os.environ["DARKROOM_TOKEN"])

    def send(paths: Sequence[Path]) -> None:
        for done in upload_all(client, paths, wait=wait, workers=WORKERS):
            if done.error:
                raise done.error

    return send


SENDERS: Mapping[str, Sender] = {
    "boto3": Sender("boto3 upload_file, into the bucket", by_boto3),
    "sent": Sender("darkroom, form and file", lambda: by_client(wait=False)),
    "ready": Sender("darkroom, until it is ready", lambda: by_client(wait=True)),
}


def main() -> None:
    """Send one file to warm up and then all, and print the cost as JSON."""
    paths = sorted(Path(sys.argv[2]).iterdir())
    send = SENDERS[sys.argv[1]].connect()
    send(paths[:1])
    cpu, clock = _cpu(), time.perf_counter()
    send(paths)
    cost = Cost(cpu=_cpu() - cpu, elapsed=time.perf_counter() - clock)
    sys.stdout.write(json.dumps(asdict(cost)))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
