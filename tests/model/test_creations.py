"""All schedules of concurrent requests with one Idempotency-Key are harmless, except those of mutants."""

import pytest

from chalicelib.domain.idempotency import RequestIdentity
from chalicelib.images.upload_forms import UploadForms
from chalicelib.models import Image, UploadForm, UploadRequest
from tests.fakes import FakeImageStore, FakeMultipartStorage
from tests.model.creations import BODY, FORM, OTHER_BODY, PARTS, Design, World, explore
from tests.model.violation import Violation

CASES = {
    "two clients with a form, a fault": (FORM, [BODY, BODY], 1),
    "three clients with a form": (FORM, [BODY] * 3, 0),
    "two clients with parts, a fault": (PARTS, [BODY, BODY], 1),
    "two clients with parts": (PARTS, [BODY, BODY], 0),
    "two bodies with a form, a fault": (FORM, [BODY, OTHER_BODY], 1),
    "two bodies with parts, a fault": (PARTS, [BODY, OTHER_BODY], 1),
}


class Overwrites(FakeImageStore):
    def create(self, image: Image) -> Image:
        self.images[image.id] = image
        return image


class Forgets(FakeImageStore):
    def get(self, image_id: str) -> None:
        del image_id


class AnswersWithItsOwn(UploadForms, frozen=True, kw_only=True):
    def create(
        self, request: UploadRequest, *, owner: str, identity: RequestIdentity | None = None
    ) -> tuple[Image, UploadForm]:
        image = self.admitted(request, owner=owner, identity=identity)
        self.store.create(image)
        return image, self.signed(image)


class CountsTwice(UploadForms, frozen=True, kw_only=True):
    def admitted(
        self, request: UploadRequest, *, owner: str, identity: RequestIdentity | None = None
    ) -> Image:
        image = super().admitted(request, owner=owner, identity=identity)
        self.quotas.charge_form(owner, 1)
        return image


class NeverAborts(FakeMultipartStorage):
    def abort(self, key: str, upload_id: str) -> None:
        pass


MUTANTS = {
    "overwrites what is there": (Design(store=Overwrites), "two bodies with a form, a fault"),
    "does not look first": (Design(store=Forgets), "two clients with a form, a fault"),
    "answers with what it wanted to store": (
        Design(forms=AnswersWithItsOwn),
        "two bodies with a form, a fault",
    ),
    "counts twice": (Design(forms=CountsTwice), "three clients with a form"),
    "never aborts": (Design(uploads=NeverAborts), "two clients with parts"),
}


def check(design: Design, case: str) -> int:
    """Check all schedules of a case; return the number of states that they end in."""
    request, bodies, faults = CASES[case]
    ends = 0
    for world in explore(World.of(design, request, bodies, faults)):
        world.check()
        world.check_repetition()
        ends += 1
    return ends


@pytest.mark.parametrize("case", CASES)
def test_all_schedules_create_one_image(case: str) -> None:
    assert check(Design(), case) > 1


@pytest.mark.parametrize("name", MUTANTS)
def test_every_mutant_is_detected(name: str) -> None:
    with pytest.raises(Violation):
        check(*MUTANTS[name])
