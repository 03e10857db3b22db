"""Concurrent requests for one upload with the same Idempotency-Key, paused between two calls.

A call can fail before or after its effect. The request then ends with an error, as if its process had been
killed there. The SDK can also retry a call that has taken effect.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from dataclasses import replace as replaced

from msgspec.structs import replace

from chalicelib.domain import idempotency, part_plan
from chalicelib.errors import DarkroomError, IdempotencyKeyReused, ServiceUnavailable
from chalicelib.images.upload_forms import UploadForms
from chalicelib.models import IdempotencyKey, NewUpload, UploadRequest
from tests.fakes import FakeImageStore, FakeMultipartStorage, FakeSourceStorage, FakeUsageStore
from tests.model.replay import Call, CallOutcome, CallResult, Paused, Recording, Stepped, perform
from tests.model.violation import Violation, require
from tests.unit.deployment import LIMITS, OWNER, SETTINGS
from tests.unit.in_memory_app import InMemoryApp

LARGE = part_plan.THRESHOLD + 1
FORM = UploadRequest(filename="cat.jpg", size=LARGE)
PARTS = UploadRequest(filename="cat.jpg", size=LARGE, multipart=True)
BODY, OTHER_BODY = b"{}", b"{ }"
Answer = NewUpload | DarkroomError


@dataclass(frozen=True)
class Design:
    """The parts of the application that mutants replace."""

    forms: type[UploadForms] = UploadForms
    store: type[FakeImageStore] = FakeImageStore
    uploads: type[FakeMultipartStorage] = FakeMultipartStorage


class SteppedUploads(Stepped):
    """Multipart uploads. Signing makes no request, so it is no step."""

    def sign_part(self, key: str, upload_id: str, *, number: int, size: int, expires_in: int) -> str:
        return f"{key} {upload_id} {number} {size} {expires_in}"


@dataclass(frozen=True)
class Client:
    """A client's request, and the results of its calls so far."""

    design: Design
    request: UploadRequest
    body: bytes
    results: Sequence[CallResult] = ()

    @property
    def key(self) -> IdempotencyKey:
        return IdempotencyKey(value="key", body=self.body)

    @property
    def digest(self) -> str:
        return idempotency.identity(b"secret", OWNER, self.key).digest

    @property
    def next(self) -> Call | Answer:
        """The next call or, after the last one, the answer."""
        try:
            return self._answer(Recording(self.results))
        except Paused as paused:
            return paused.call
        except DarkroomError as error:
            return error

    def _answer(self, recording: Recording) -> NewUpload:
        app, store = InMemoryApp(limits=replace(LIMITS, bytes=100 * LARGE)), Stepped("store", recording)
        forms = self.design.forms(
            settings=replace(SETTINGS, max_upload_bytes=LARGE),
            presets=app.presets,
            store=store,
            sources=app.sources,
            quotas=replace(app.quotas, usage=Stepped("usage", recording)),
            clock=app.clock,
            new_token=lambda: "",
        )
        multipart = replace(
            app.multipart_uploads,
            forms=forms,
            store=store,
            uploads=SteppedUploads("uploads", recording),
            part_size=part_plan.part_size,
        )
        uploads = replace(app.new_uploads, forms=forms, multipart=multipart, store=store)
        return uploads.create(self.request, owner=OWNER, key=self.key)


@dataclass
class World:
    """The service, and its clients. `faults` is how many calls may still fail; `failed`, how many have."""

    clients: list[Client]
    store: FakeImageStore
    uploads: FakeMultipartStorage
    usage: FakeUsageStore = field(default_factory=FakeUsageStore)
    faults: int = 0
    failed: int = 0

    @classmethod
    def of(cls, design: Design, request: UploadRequest, bodies: Sequence[bytes], faults: int) -> "World":
        """Return a world in which clients are about to send these bodies."""
        clients = [Client(design, request, body) for body in bodies]
        return cls(clients, design.store(), design.uploads(FakeSourceStorage()), faults=faults)

    def successors(self) -> Iterator["World"]:
        """Yield all possible next states."""
        for number, client in enumerate(self.clients):
            call = client.next
            if isinstance(call, Call):
                for outcome in CallOutcome if self.faults else (CallOutcome.SUCCEEDS,):
                    yield self._after(number, call, outcome)

    def _after(self, number: int, call: Call, outcome: CallOutcome) -> "World":
        after = deepcopy(self)
        result = perform(call, after, outcome)
        if result is not None:
            client = self.clients[number]
            after.clients[number] = replaced(client, results=(*client.results, result))
        has_failed = outcome is not CallOutcome.SUCCEEDS
        after.faults, after.failed = self.faults - has_failed, self.failed + has_failed
        return after

    def check(self) -> None:
        """Raise Violation unless each answer is right, and a client that asks once more gets the same."""
        stored = list(self.store.images.values())
        require(len(stored) <= 1, "there are two images")
        require(self.usage.images.total() <= len(self.clients) + self.failed, "a request counts twice")
        for client in self.clients:
            self._check_answer(client)
        kept = [image.multipart.upload_id for image in stored if image.multipart is not None]
        require(bool(self.failed) or list(self.uploads.uploads) == kept, "nobody can complete an upload")
        require(set(kept) <= self.uploads.uploads.keys(), "the upload of the image was aborted")

    def _check_answer(self, client: Client) -> None:
        answer, (stored, *_) = client.next, (*self.store.images.values(), None)
        if isinstance(answer, NewUpload):
            require(answer.image == stored, "a client got another image than the one that is stored")
            require(answer.image.request_digest == client.digest, "another request got the image")
        elif isinstance(answer, IdempotencyKeyReused):
            require(stored is not None, "a key is said to be used, but there is no image")
            require(
                stored is None or stored.request_digest != client.digest, "a client cannot repeat its request"
            )
        else:
            require(isinstance(answer, ServiceUnavailable), f"a client got {answer!r}")

    def check_repetition(self) -> None:
        """Raise Violation unless a repeated request gets the image, and counts only if there was none."""
        again = replaced(deepcopy(self), faults=0)
        again.clients.append(replaced(self.clients[0], results=()))
        (last,) = explore(again)
        last.check()
        if self.store.images:
            require(last.usage == self.usage, "a repeated request counts again")
        elif not isinstance(last.clients[-1].next, NewUpload):
            raise Violation("a repeated request creates no image")


def explore(start: World) -> Iterator[World]:
    """Yield the last states of all schedules."""
    seen, left = set(), [start]
    while left:
        world = left.pop()
        if repr(world) in seen:
            continue
        seen.add(repr(world))
        successors = list(world.successors())
        left += successors
        if not successors:
            yield world
