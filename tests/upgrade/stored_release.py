"""What an earlier release left in an account, to be put into an emulated one.

Each folder is named after its release and contains:

- `templates/`: all templates, as released, without the packages;
- `images_table.jsonl`, `tokens_table.jsonl`, `webhooks_table.jsonl`: an item in each line, in DynamoDB JSON;
- `upload_bucket.jsonl`, `dest_bucket.jsonl`: a version of an object in each line, with its bytes in Base64;
- `facts.json`: the token, the time, and what the API answered about each image;
- `record.schema.json`: the JSON Schema of the release's records.
"""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from local.aws import Clients

TABLES = ("IMAGES_TABLE", "TOKENS_TABLE", "WEBHOOKS_TABLE")
BUCKETS = ("UPLOAD_BUCKET", "DEST_BUCKET")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_SECONDS = re.compile(r'(?<="N": ")\d{10}(?=")')


@dataclass(frozen=True)
class StoredRelease:
    """The folder of a release."""

    folder: Path

    @property
    def version(self) -> str:
        return self.folder.name

    @cached_property
    def facts(self) -> dict[str, Any]:
        """The file `facts.json`, with its times moved as in `load`."""
        return dict(json.loads(self._moved((self.folder / "facts.json").read_text("utf-8"))))

    @property
    def schema(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "record.schema.json").read_bytes()))

    def template(self, name: str) -> str:
        return (self.folder / "templates" / name).read_text("utf-8")

    def load(self, clients: Clients, names: Mapping[str, str]) -> None:
        """Put all objects and items, as if they had been exported just now. `names` is the environment.

        Objects get other version ids, so items get them, too.
        """
        version_ids: dict[str, str] = {}
        for bucket in BUCKETS:
            for version in self._lines(f"{bucket.lower()}.jsonl"):
                version_ids[version["version_id"]] = _put(clients, names[bucket], version)
        for table in TABLES:
            text = self._moved((self.folder / f"{table.lower()}.jsonl").read_text("utf-8"))
            for before, after in version_ids.items():
                text = text.replace(before, after)
            for line in text.splitlines():
                item = json.loads(line, object_hook=_binary)
                clients.dynamodb.put_item(TableName=names[table], Item=item)

    def outputs(self) -> dict[str, bytes]:
        """Return the stored variants by key."""
        versions = self._lines("dest_bucket.jsonl")
        return {each["key"]: base64.b64decode(each["body"]) for each in versions if "body" in each}

    def _lines(self, name: str) -> Iterator[dict[str, Any]]:
        # Keys can contain characters that `splitlines` takes for line breaks.
        yield from map(json.loads, (self.folder / name).read_text("utf-8").split("\n")[:-1])

    def _moved(self, text: str) -> str:
        """Return a text with its times moved by the age of the export."""
        age = self._age
        text = _TIME.sub(lambda time: (datetime.fromisoformat(time[0]) + age).isoformat(), text)
        return _SECONDS.sub(lambda time: str(int(time[0]) + int(age.total_seconds())), text)

    @cached_property
    def _age(self) -> timedelta:
        """The age of the export, in whole seconds, so that times keep their fractions."""
        facts = json.loads((self.folder / "facts.json").read_bytes())
        age = datetime.now(UTC) - datetime.fromisoformat(facts["exported_at"])
        return timedelta(seconds=int(age.total_seconds()))


def stored_releases() -> list[StoredRelease]:
    """Return all releases, oldest first."""
    folders = [path.parent for path in Path(__file__).parent.glob("*/facts.json")]
    return [StoredRelease(each) for each in sorted(folders, key=_numbers)]


def _numbers(folder: Path) -> list[int]:
    return [int(number) for number in folder.name.split(".")]


def _put(clients: Clients, bucket: str, version: Mapping[str, Any]) -> str:
    """Put a version of an object, or delete the object; return the version id."""
    if "deleted" in version:
        return clients.s3.delete_object(Bucket=bucket, Key=version["key"])["VersionId"]
    return clients.s3.put_object(
        Bucket=bucket,
        Key=version["key"],
        Body=base64.b64decode(version["body"]),
        Metadata=version["metadata"],
        **version["headers"],
    )["VersionId"]


def _binary(value: dict[str, Any]) -> dict[str, Any]:
    return {"B": base64.b64decode(value["B"])} if value.keys() == {"B"} else value
