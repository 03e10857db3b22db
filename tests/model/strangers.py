"""A caller who owns none of the images."""

from contextlib import suppress
from dataclasses import dataclass

from chalicelib.errors import ImageNotFound
from chalicelib.models import ListRequest
from tests.model.application import Application
from tests.model.violation import Violation

STRANGER = "mallory"


@dataclass(frozen=True)
class Intrusion:
    """A stranger tries to read, list and delete the image, whose id and key are known."""

    image_id: str
    key: str

    def run(self, app: Application) -> None:
        with suppress(ImageNotFound):
            app.lookup.read(self.image_id, owner=STRANGER)
            raise Violation("a stranger read the image")
        if app.lookup.list(ListRequest(limit=10, key=self.key), owner=STRANGER).images:
            raise Violation("a stranger found the image by its key")
        with suppress(ImageNotFound):
            app.delete.run(self.image_id, owner=STRANGER)
            raise Violation("a stranger deleted the image")

    def after_crash(self) -> None:
        return None
