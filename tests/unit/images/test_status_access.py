"""Reading the status of one image with a key."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.domain import status_keys
from chalicelib.errors import ImageErased, ImageNotFound, InvalidStatusKey
from chalicelib.images.status_access import StatusAccess
from chalicelib.models import Status, UploadRequest
from tests.unit.deployment import OWNER, SETTINGS
from tests.unit.in_memory_app import InMemoryApp

LIFETIME = 900


@dataclass
class Secret:
    """A secret that counts how often it is read."""

    value: bytes = b"a" * 32
    reads: int = 0

    def __call__(self) -> bytes:
        self.reads += 1
        return self.value


@dataclass
class StatusApp(InMemoryApp):
    secret: Secret = field(default_factory=Secret)

    @property
    def status_access(self) -> StatusAccess:
        return StatusAccess(lookup=self.lookup, secret=self.secret, lifetime=LIFETIME, clock=self.clock)

    def created(self) -> str:
        image, _ = self.upload_forms.create(UploadRequest(filename="cat.png"), owner=OWNER)
        return image.id


@pytest.fixture
def app() -> StatusApp:
    return StatusApp()


def test_a_key_reads_its_image_whoever_owns_it(app: StatusApp) -> None:
    image_id = app.created()
    image = app.status_access.read(image_id, app.status_access.key(image_id))
    assert (image.id, image.status, image.owner) == (image_id, Status.PENDING, OWNER)


def test_a_key_is_valid_for_its_lifetime(app: StatusApp) -> None:
    image_id = app.created()
    key = app.status_access.key(image_id)
    app.clock.advance(timedelta(seconds=LIFETIME - 1))
    assert app.status_access.read(image_id, key).id == image_id
    app.clock.advance(timedelta(seconds=1))
    with pytest.raises(InvalidStatusKey):
        app.status_access.read(image_id, key)


def test_a_form_that_has_expired_is_shown_as_failed(app: StatusApp) -> None:
    image_id = app.created()
    key = app.status_access.key(image_id)
    app.clock.advance(timedelta(seconds=SETTINGS.upload_expires))
    assert app.status_access.read(image_id, key).status is Status.FAILED


def test_another_secret_makes_all_keys_invalid(app: StatusApp) -> None:
    image_id = app.created()
    key = app.status_access.key(image_id)
    app.secret.value = b"b" * 32
    with pytest.raises(InvalidStatusKey):
        app.status_access.check(image_id, key)
    app.status_access.check(image_id, app.status_access.key(image_id))


def test_every_refusal_is_the_same_and_reads_no_image(app: StatusApp) -> None:
    image_id, other_id = app.created(), app.created()
    key = app.status_access.key(image_id)
    late = int(app.clock().timestamp()) + LIFETIME
    expired = status_keys.sign(app.secret.value, image_id, int(app.clock().timestamp()))
    forged = status_keys.sign(b"b" * 32, image_id, late)
    app.store.images.clear()
    refused = [
        *((image_id, each) for each in ("", "x", key[:-1], forged, expired)),
        *((each, key) for each in (other_id, "any", "x" * 28)),
    ]
    messages = set()
    for target, given in refused:
        with pytest.raises(InvalidStatusKey) as caught:
            app.status_access.read(target, given)
        messages.add(str(caught.value))
    assert len(messages) == 1


def test_an_image_that_is_gone_is_not_found(app: StatusApp) -> None:
    image_id = app.created()
    key = app.status_access.key(image_id)
    stored = app.store.images[image_id]
    app.store.images[image_id] = replace(stored, status=Status.DELETED)
    with pytest.raises(ImageNotFound):
        app.status_access.read(image_id, key)
    del app.store.images[image_id]
    with pytest.raises(ImageNotFound):
        app.status_access.read(image_id, key)


def test_an_erased_image_is_gone(app: StatusApp) -> None:
    image_id = app.created()
    key = app.status_access.key(image_id)
    app.erase.run(image_id, owner=OWNER)
    with pytest.raises(ImageErased):
        app.status_access.read(image_id, key)
