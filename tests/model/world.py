"""The world around one image, with events in transit and paused runs.

Every action is atomic. Worlds can be copied and compared, so that schedules can be explored both
exhaustively and at random.
"""

from dataclasses import dataclass
from datetime import timedelta

from msgspec.structs import replace

from chalicelib.domain import keys, part_plan
from chalicelib.models import ErasureRequest, Image, Status, UploadRequest
from tests.model.application import STUCK_AFTER, Application
from tests.model.callers import ChangingRetention, Completing, Erasing, Reading
from tests.model.multipart import PARTS
from tests.model.queues import Neighbors
from tests.model.running_world import RunningWorld
from tests.model.strangers import Intrusion
from tests.model.tasks import ErasureMessage, Event, Sweeping
from tests.model.viewing import Viewing
from tests.unit.deployment import OWNER

FORM_OWNER = "alice"
A_FILE = UploadRequest(filename="cat.jpg", size=16)
FOCUS = (250, 500)
LONGER_THAN_ANY_RECORD_EXPIRES = timedelta(days=8)


@dataclass
class World(RunningWorld):
    """What can happen to the image. `form` is the id of the image that was created through the API, if any.

    It has a form unless its file is uploaded `in_parts`.
    """

    lost_events: int = 0
    form: str | None = None
    in_parts: bool = False

    def upload(self, content: bytes, *, by_form: bool = False) -> None:
        form = self.form if by_form else None
        source = self.sources.put(self.key, content, form=form)
        if self.is_erased and not by_form and source.version_id is not None:
            self.later |= {source.version_id}
        self.waiting.append(Event(self.key, source))

    def create_form(self) -> None:
        """Let a caller create a form: from now on, the world is about its image."""
        image, _ = self._app.upload_forms.create(A_FILE, owner=FORM_OWNER)
        self.key, self.form = image.key, image.id

    def begin_multipart(self) -> None:
        """Let a caller create an image with a multipart upload: from now on, the world is about it."""
        image = self._app.multipart_uploads.create(A_FILE, owner=FORM_OWNER).image
        self.key, self.form, self.in_parts = image.key, image.id, True

    def put_part(self, number: int, content: bytes | None = None) -> None:
        """Store a part, if the upload is still open."""
        for upload_id in self.open_uploads:
            self.uploads.put_part(upload_id, number, content or PARTS[number - 1])

    def complete(self) -> None:
        """Let the caller complete the upload."""
        if self.record is not None:
            self.start(Completing(self.record.id, FORM_OWNER))

    @property
    def _app(self) -> Application:
        return Application(
            components=self.components,
            store=self.store,
            sources=self.sources,
            uploads=self.uploads,
            outputs=self.outputs,
            retired=self.retired,
            due_items=self.due_items,
            clock=self.clock,
            source_versions=self.source_versions,
            output_versions=self.output_versions,
        )

    def crash_under_the_old_id(self) -> None:
        """Leave the record of a run that crashed before image ids depended on a secret."""
        fresh = Image(
            id=keys.hashed_image_id(self.key),
            key=self.key,
            filename=keys.filename(self.key),
            owner=OWNER,
            status=Status.PROCESSING,
            created_at=self.clock(),
            updated_at=self.clock(),
        )
        self.store.claim(fresh)

    def render_again(self) -> None:
        """Request another run as `reprocess` does: claim the record, then send an event without a version."""
        record = self.record
        if record is not None and record.status is not Status.DELETED and self.key in self.sources.objects:
            fresh = replace(record, status=Status.PROCESSING, execution=None, updated_at=self.clock())
            self.store.claim(fresh, is_attempt=False)
            self.waiting.append(Event(self.key, None))

    def refocus(self) -> None:
        """Move the focal point as `reprocess` does, or remove it."""
        record = self.record
        if record is not None and record.status is not Status.DELETED and self.key in self.sources.objects:
            focus = FOCUS if record.focus is None else None
            edited = replace(record, status=Status.PROCESSING, focus=focus, updated_at=self.clock())
            self.store.claim_edited(edited)
            self.waiting.append(Event(self.key, None))

    def delete(self) -> None:
        self.sources.delete(self.key)

    def erase(self) -> None:
        """Let the owner request the erasure through the API."""
        if self.record is not None:
            self.start(Erasing(self.record.id, self.record.owner))

    @property
    def is_erased(self) -> bool:
        """Return whether an erasure was completed, and nothing has come since."""
        erasure = self.record.erasure if self.record is not None else None
        return erasure is not None and erasure.completed_at is not None

    def change_retention(self, days: int | None) -> None:
        """Let an operator set for how long the owner's images are kept."""
        self.start(ChangingRetention(days, self.owner))

    @property
    def is_changing_retention(self) -> bool:
        """Return whether an operator has not finished yet. Only one at a time changes a policy."""
        tasks = (*self.waiting, *(run.task for run in self.runs))
        return any(isinstance(task, ChangingRetention) for task in tasks)

    def repeat_erasure(self) -> None:
        """Let SQS deliver the request for an erasure once more."""
        if self.record is not None:
            self.start(ErasureMessage(ErasureRequest(image_id=self.record.id)))

    def intrude(self) -> None:
        """Let a stranger use the image's id and key."""
        if self.record is not None:
            self.start(Intrusion(self.record.id, self.key))

    def view(self, which: int = -1) -> None:
        """Let a browser request a variant on demand of any version that the image has had."""
        if self.record is not None and self.versions:
            version = list(self.versions)[which % len(self.versions)]
            self.start(Viewing(self.record.id, version))

    def pass_time(self) -> None:
        """Wait until all open records count as stuck. No run lasts that long."""
        assert not self.runs
        self.clock.advance(2 * STUCK_AFTER)

    def end_uploads(self) -> None:
        """Wait until the multipart upload is due to be aborted."""
        assert not self.runs
        self.clock.advance(part_plan.LIFETIME + timedelta(seconds=1))

    def sweep(self) -> None:
        """Start a sweep while others run. It finds everything that is due."""
        self.catch_up()
        self.start(Sweeping())

    def restore_backup(self) -> None:
        """Restore the record as it was when the image was first ready."""
        (image_id,) = self.store.images
        self.store.images[image_id] = self.store.first_ready[image_id]

    def pass_days(self) -> None:
        """Wait until what is unused has expired, and retired outputs are due. All of it may still exist."""
        self.settle()
        self.clock.advance(LONGER_THAN_ANY_RECORD_EXPIRES)

    def expire(self) -> None:
        """Let the table delete expired records."""
        for image_id in self.store.expired(self.clock()):
            del self.store.images[image_id]
            # Versions that are restored later belong to nobody's form, and revisions start again.
            self.form = None
            self.publisher.events.clear()

    def settle(self) -> None:
        """Deliver all events, finish all runs, read a form, sweep twice: the second sweep cleans up."""
        self.neighbors = Neighbors()
        self.finish_runs()
        if self.in_parts:
            self.end_uploads()
        for _ in range(2):
            self.pass_time()
            self.catch_up()
            if self.record is not None and self.is_unclaimed:
                self.start(Reading(self.record.id, self.record.owner))
                self.finish_runs()
            self.start(Sweeping())
            self.finish_runs()
