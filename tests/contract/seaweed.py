"""Run SeaweedFS, an S3-compatible server that, unlike moto, enforces upload policies."""

import json
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from local.network import LOOPBACK, choose_port

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

WEED = Path(sysconfig.get_path("scripts")) / "weed"
START_SECONDS = 90
BUCKET = "uploads"
KEY_ID, SECRET_KEY = "test", "test-secret"


@dataclass(frozen=True)
class Seaweed:
    """A running server with one versioned bucket."""

    url: str
    client: "S3Client"

    def signer(self, secret_key: str) -> "S3Client":
        """Return a client that signs with this secret."""
        return _client(self.url, secret_key)


@contextmanager
def running(folder: Path) -> Iterator[Seaweed]:
    """Run a server that stores its data in this folder."""
    ports = {name: choose_port(0) for name in ("master", "volume", "filer", "s3")}
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(_command(folder, ports), stdout=output, stderr=output)
    try:
        url = f"http://{LOOPBACK}:{ports['s3']}"
        server = Seaweed(url, _client(url, SECRET_KEY))
        _create_bucket(server.client, process, log)
        yield server
    finally:
        process.kill()
        process.wait()


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


def _client(url: str, secret_key: str) -> "S3Client":
    return boto3.client(
        "s3",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id=KEY_ID,
        aws_secret_access_key=secret_key,
        config=Config(
            signature_version="s3v4", s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}
        ),
    )


def _create_bucket(client: "S3Client", process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Retry until it works: the port is open before the server can store anything."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            client.create_bucket(Bucket=BUCKET)
            break
        except (BotoCoreError, ClientError):
            assert process.poll() is None, log.read_text("utf-8", "replace")
            assert time.monotonic() < deadline, log.read_text("utf-8", "replace")
            time.sleep(0.2)
    client.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
