"""A test harness: the use cases on the real adapters and moto, with fault injection and Lambda's retries."""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace
from urllib3.exceptions import HTTPError

from chalicelib.aws.due_items import DynamoDBDueItems
from chalicelib.aws.dynamodb import DynamoDBImageStore
from chalicelib.aws.multipart_uploads import S3MultipartStorage
from chalicelib.aws.object_versions import S3ObjectVersions
from chalicelib.aws.output_urls import PublicUrls
from chalicelib.aws.processed_bucket import S3OutputStorage
from chalicelib.aws.retirements import DynamoDBRetirementStore
from chalicelib.aws.upload_bucket import S3SourceStorage
from chalicelib.config.settings import Settings
from chalicelib.domain import keys
from chalicelib.domain.deadline import NO_DEADLINE
from chalicelib.errors import DarkroomError, ObjectNotFound
from chalicelib.models import Source, StoredOutput
from tests.fakes import FakeClock, FakeSourceObject, InlineExecutor
from tests.faults.injection import Injector
from tests.model.application import STUCK_AFTER, Application
from tests.model.components import Components
from tests.model.invariants import check_when_idle
from tests.model.tasks import DeadLetterMessage, Event, Task
from tests.model.world import World
from tests.unit.deployment import SETTINGS

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

REDELIVERIES = 20


class Killed(Exception):
    """The process that ran the task was killed."""


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Return settings with small limits and the resources from the environment."""
    return replace(
        SETTINGS,
        upload_bucket=environment["UPLOAD_BUCKET"],
        dest_bucket=environment["DEST_BUCKET"],
        images_table=environment["IMAGES_TABLE"],
    )


# Lambda retries after any exception. Only these are expected: botocore passes on urllib3's error if the body
# of an error response is truncated. Anything else would be a bug.
RETRIED_ERRORS = (DarkroomError, Killed, HTTPError)


@dataclass
class Harness:
    """One application. It uses `s3` and `dynamodb`; the test itself uses `test_s3`.

    Without an `executor` with threads, the order of its calls is always the same.
    """

    s3: "S3Client"
    dynamodb: "DynamoDBClient"
    test_s3: "S3Client"
    settings: Settings
    executor: Callable[[], Executor] = InlineExecutor
    injector: Injector = field(default_factory=Injector)
    clock: FakeClock = field(default_factory=FakeClock)
    dead_letters: int = 0
    _contents: dict[str, bytes] = field(default_factory=dict)

    @property
    def app(self) -> Application:
        return Application(
            components=Components(),
            executor=self.executor,
            store=DynamoDBImageStore(self.dynamodb, self.settings.images_table),
            sources=S3SourceStorage(self.s3, self.settings.upload_bucket, clock=self.clock),
            uploads=S3MultipartStorage(self.s3, self.settings.upload_bucket),
            outputs=S3OutputStorage(
                self.s3, self.settings.dest_bucket, url_of=PublicUrls("https://cdn.example")
            ),
            retired=self.retired,
            due_items=DynamoDBDueItems(self.dynamodb, self.settings.images_table),
            clock=self.clock,
            source_versions=S3ObjectVersions(self.s3, self.settings.upload_bucket),
            output_versions=S3ObjectVersions(self.s3, self.settings.dest_bucket),
        )

    @property
    def retired(self) -> DynamoDBRetirementStore:
        return DynamoDBRetirementStore(self.dynamodb, self.settings.images_table)

    def upload(self, key: str, content: bytes) -> Event:
        """Put an object and return its event."""
        response = self.test_s3.put_object(Bucket=self.settings.upload_bucket, Key=key, Body=content)
        source = Source(etag=response["ETag"].strip('"'), version_id=response["VersionId"], size=len(content))
        return Event(key, source)

    def delete(self, key: str) -> Event:
        """Delete an object and return its event."""
        self.test_s3.delete_object(Bucket=self.settings.upload_bucket, Key=key)
        return Event(key, None)

    def invoke(self, task: Task, attempt: Callable[[Task], None] | None = None) -> int:
        """Run an event as Lambda does: two retries, then a dead letter, which SQS redelivers.

        Returns how many attempts failed.
        """
        for failures in range(REDELIVERIES):
            try:
                (attempt or self.run)(task)
            except RETRIED_ERRORS:
                again = task.after_crash()
                assert again is not None
                self.dead_letters += isinstance(again, DeadLetterMessage) and not isinstance(
                    task, DeadLetterMessage
                )
                task = again
            else:
                return failures
        raise AssertionError("the task fails every time")

    def run(self, task: Task) -> None:
        task.run(self.app)

    def sweep(self) -> None:
        """Sweep twice, each time after all runs must have ended."""
        for _ in range(2):
            self.clock.advance(2 * STUCK_AFTER)
            self.app.sweep.run(NO_DEADLINE)

    def check(self, key: str) -> None:
        """Raise Violation unless the record and the outputs match the newest object."""
        world = World(key, dead_letters=self.dead_letters)
        record = self.app.records.find(key)
        if record is not None:
            world.store.images[record.id] = record
        try:
            opened = self.app.sources.open(key)
            world.sources.objects[key] = FakeSourceObject(opened.source, opened.read())
        except ObjectNotFound:
            pass
        self._load_outputs(world)
        check_when_idle(world)

    def _load_outputs(self, world: World) -> None:
        bucket, record = self.settings.dest_bucket, world.record
        image_id = record.id if record is not None else "none"
        world.clock.advance(self.clock() - world.clock())
        if waiting := self.retired.get(image_id):
            world.retired.lists[image_id] = tuple(waiting)
        for prefix in keys.output_prefixes(image_id, world.key):
            listed = self.test_s3.list_object_versions(Bucket=bucket, Prefix=prefix).get("Versions", [])
            for version in sorted(listed, key=lambda version: version["IsLatest"]):
                output = StoredOutput(key=version["Key"], version_id=version["VersionId"])
                world.outputs.stored[output] = self._content(output, version["ETag"])

    def _content(self, output: StoredOutput, etag: str) -> bytes:
        """Return the content of an output. It is read once for each ETag, which is its hash."""
        if etag not in self._contents:
            found = self.test_s3.get_object(
                Bucket=self.settings.dest_bucket, Key=output.key, VersionId=output.version_id
            )
            self._contents[etag] = found["Body"].read()
        return self._contents[etag]
