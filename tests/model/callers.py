"""What callers request through the API, which nobody retries after a crash, and what operators do."""

from dataclasses import dataclass

from chalicelib.errors import NoMultipartUpload
from chalicelib.models import Status
from tests.model.application import Application
from tests.model.violation import Violation
from tests.unit.deployment import OWNER


@dataclass(frozen=True)
class Deletion:
    """A caller deletes the image through the API."""

    key: str
    owner: str = OWNER

    def run(self, app: Application) -> None:
        app.delete.run(app.records.id_for(self.key), owner=self.owner)

    def after_crash(self) -> None:
        return None


@dataclass(frozen=True)
class Erasing:
    """A caller requests the erasure of the image through the API."""

    image_id: str
    owner: str = OWNER

    def run(self, app: Application) -> None:
        app.erase.run(self.image_id, owner=self.owner)

    def after_crash(self) -> None:
        return None


@dataclass(frozen=True)
class ChangingRetention:
    """An operator sets the owner's retention policy, again if the command crashes."""

    days: int | None
    owner: str = OWNER

    def run(self, app: Application) -> None:
        for _ in app.retention_change.steps(self.owner, self.days):
            pass

    def after_crash(self) -> "ChangingRetention":
        return self


@dataclass(frozen=True)
class Reading:
    """A caller reads the image through the API."""

    image_id: str
    owner: str = OWNER

    def run(self, app: Application) -> None:
        app.lookup.read(self.image_id, owner=self.owner)

    def after_crash(self) -> None:
        return None


@dataclass(frozen=True)
class Completing:
    """A caller completes the multipart upload of the image through the API."""

    image_id: str
    owner: str

    def run(self, app: Application) -> None:
        try:
            app.multipart_uploads.complete(self.image_id, owner=self.owner)
        except NoMultipartUpload:
            image = app.store.get(self.image_id)
            if image is not None and image.status is Status.READY:
                raise Violation("a file has arrived whose upload was said to have failed") from None
            raise

    def after_crash(self) -> None:
        return None
