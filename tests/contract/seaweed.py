"""Run SeaweedFS, an S3-compatible server."""

import json
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from local.network import LOOPBACK, choose_port
from tests.contract.form_server import FormServer

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

WEED = Path(sysconfig.get_path("scripts")) / "weed"
START_SECONDS = 90
START_ATTEMPTS = 3
BUCKET = "uploads"
KEY_ID, SECRET_KEY = "test", "test-secret"


@contextmanager
def running(folder: Path) -> Iterator[FormServer]:
    """Run a server that stores its data in this folder."""
    process, server = _start(folder)
    try:
        server.client.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
        yield server
    finally:
        process.kill()
        process.wait()


def _start(folder: Path) -> tuple["subprocess.Popen[bytes]", FormServer]:
    """Start a server with a bucket; return its process as well.

    Other processes can take a port between its choice and the start of the server, so this tries again.
    """
    log = folder / "log"
    for _ in range(START_ATTEMPTS):
        ports = {name: choose_port(0) for name in ("master", "volume", "filer", "s3")}
        server = FormServer(f"http://{LOOPBACK}:{ports['s3']}", BUCKET, KEY_ID, SECRET_KEY)
        with log.open("wb") as output:
            process = subprocess.Popen(_command(folder, ports), stdout=output, stderr=output)
        if _has_created_bucket(server.client, process):
            return process, server
        process.kill()
        process.wait()
        if b"address already in use" not in log.read_bytes():
            break
    raise AssertionError(log.read_text("utf-8", "replace"))


def _command(folder: Path, ports: dict[str, int]) -> list[str]:
    config = folder / "s3.json"
    credentials = [{"accessKey": KEY_ID, "secretKey": SECRET_KEY}]
    identity = {"name": "test", "credentials": credentials, "actions": ["Admin"]}
    config.write_text(json.dumps({"identities": [identity]}), "utf-8")
    return [
        str(WEED),
        "server",
        f"-ip={LOOPBACK}",
        f"-ip.bind={LOOPBACK}",
        f"-dir={folder}",
        "-s3",
        f"-s3.config={config}",
        # Disable further services, whose default ports may be in use.
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
        *(f"-{name}.port={port}" for name, port in ports.items()),
        *(f"-{name}.port.grpc={choose_port(0)}" for name in ports),
        "-master.volumeSizeLimitMB=32",
        "-volume.max=300",
    ]


def _has_created_bucket(client: "S3Client", process: "subprocess.Popen[bytes]") -> bool:
    """Retry until it works: the port is open before the server can store anything."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            client.create_bucket(Bucket=BUCKET)
        except (BotoCoreError, ClientError):
            time.sleep(0.2)
        else:
            return True
    return False
