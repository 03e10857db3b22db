"""Export what this release leaves in an account: templates, items and objects, with the API's answers.

`python -m tests.upgrade.export` plays the scenario on the local stack, and writes a folder that later
releases are tested with. See `stored_release` for its format.
"""

import base64
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import requests

from chalicelib import VERSION
from chalicelib.models import Image
from local.process import ROOT
from ops.packaging.release import templates
from tests.e2e.conftest import RunningStack, started_stack
from tests.upgrade.scenario import LARGE, SECONDS, Scenario

FOLDER = Path(__file__).parent
TABLES = ("IMAGES_TABLE", "TOKENS_TABLE", "WEBHOOKS_TABLE")
BUCKETS = ("UPLOAD_BUCKET", "DEST_BUCKET")
# What put_object has to be given again.
_HEADERS = ("CacheControl", "ContentDisposition", "ContentType")


def main() -> None:
    """Write the folder of this version, which must not exist."""
    folder = FOLDER / VERSION
    folder.mkdir()
    with TemporaryDirectory() as state:
        settings = {"MAX_UPLOAD_BYTES": str(LARGE)}
        with started_stack(Path(state), "--no-cdn", "--sweep-every", "3600", settings=settings) as stack:
            scenario = Scenario(stack)
            scenario.play()
            write(folder, scenario)
    sys.stdout.write(f"{folder.relative_to(ROOT)}\n")


def write(folder: Path, scenario: Scenario) -> None:
    """Write the files of a version."""
    (folder / "templates").mkdir()
    for name, template in templates(ROOT, folder.name).items():
        (folder / "templates" / name).write_text(template, "utf-8")
    stack = scenario.stack
    for name in TABLES:
        _write_lines(folder / f"{name.lower()}.jsonl", _items(stack, stack.environment[name]))
    for name in BUCKETS:
        _write_lines(folder / f"{name.lower()}.jsonl", _objects(stack, stack.environment[name]))
    facts = {
        "exported_at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "token": stack.token,
        "images": {name: _answer(stack, each) for name, each in scenario.images.items()},
    }
    _write_json(folder / "facts.json", facts)
    _write_json(folder / "record.schema.json", msgspec.json.schema(Image))


def _answer(stack: RunningStack, image_id: str) -> dict[str, Any]:
    """Return what the API answers about an image, without what changes with each answer."""
    found = requests.get(f"{stack.url}/images/{image_id}", headers=stack.headers, timeout=SECONDS)
    return {"id": image_id, "status": found.status_code, "document": found.json()}


def _items(stack: RunningStack, table: str) -> Iterator[Any]:
    pages = stack.aws.dynamodb.get_paginator("scan").paginate(TableName=table)
    yield from sorted((item for page in pages for item in page["Items"]), key=str)


def _objects(stack: RunningStack, bucket: str) -> Iterator[dict[str, Any]]:
    """Yield all versions of all objects, oldest first."""
    s3 = stack.aws.s3
    listed = s3.list_object_versions(Bucket=bucket)
    versions = [*listed.get("Versions", ()), *listed.get("DeleteMarkers", ())]
    for version in sorted(versions, key=lambda each: (each["Key"], each["LastModified"])):
        key, version_id = version["Key"], version["VersionId"]
        if "ETag" not in version:
            yield {"key": key, "version_id": version_id, "deleted": True}
            continue
        found: dict[str, Any] = {**s3.get_object(Bucket=bucket, Key=key, VersionId=version_id)}
        yield {
            "key": key,
            "version_id": version_id,
            "headers": {name: found[name] for name in _HEADERS if name in found},
            "metadata": found["Metadata"],
            "body": _base64(found["Body"].read()),
        }


def _write_lines(file: Path, documents: Iterable[object]) -> None:
    lines = (json.dumps(each, sort_keys=True, ensure_ascii=False, default=_base64) for each in documents)
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def _write_json(file: Path, document: object) -> None:
    file.write_text(f"{json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False)}\n", "utf-8")


def _base64(value: object) -> str:
    """Return a binary value of DynamoDB as its JSON has it. Raises TypeError for what is not binary."""
    return base64.b64encode(memoryview(value)).decode()  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
