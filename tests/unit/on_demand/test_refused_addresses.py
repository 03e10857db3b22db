"""Which addresses of variants on demand are refused, without a write or a rendering."""

import pytest
from msgspec import structs
from msgspec.structs import replace

from chalicelib.domain.on_demand.signatures import sign
from chalicelib.errors import (
    DarkroomError,
    ImageDeleted,
    ImageErased,
    ImageNotFound,
    InvalidSignature,
    OperationsNotAllowed,
    VariantNotFound,
)
from chalicelib.models import (
    Erasure,
    Failure,
    FileRedirect,
    Resize,
    Status,
    VariantRequest,
)
from tests.fakes import START
from tests.unit.deployment import KEY as OBJECT_KEY
from tests.unit.on_demand.wired import (
    FREE,
    ON_DEMAND,
    RETIRED_KEY,
    OnDemandApp,
)


def change(app: OnDemandApp, **fields: object) -> None:
    app.app.store.images[app.image.id] = replace(app.image, **fields)  # type: ignore[arg-type] # any


def refused(app: OnDemandApp, error: type[DarkroomError], request: VariantRequest) -> None:
    """Check that a request is refused without any write or rendering."""
    with pytest.raises(error):
        app.delivery.by_address(request)
    assert (app.writes, app.function.invocations) == (0, [])


def test_what_is_not_allowed_is_refused(app: OnDemandApp) -> None:
    refused(app, OperationsNotAllowed, app.request(Resize(width=641)))
    forged = sign(RETIRED_KEY, app.image.id, FREE)
    refused(app, InvalidSignature, app.request(FREE, signature=forged))


def test_unless_variants_are_public_no_image_is_found(app: OnDemandApp) -> None:
    app.public = False
    refused(app, ImageNotFound, app.request())


def test_an_unknown_image_is_not_found(app: OnDemandApp) -> None:
    for image_id in ("x" * 28, "x", "x" * 10_000):
        refused(app, ImageNotFound, replace(app.request(), image_id=image_id))


def test_without_a_policy_and_presets_there_are_no_variants_on_demand(app: OnDemandApp) -> None:
    request = app.request()
    app.app.presets = structs.replace(ON_DEMAND, presets=ON_DEMAND.at_upload, on_demand=None)
    refused(app, VariantNotFound, request)


def test_a_deleted_image_is_gone(app: OnDemandApp) -> None:
    request = app.request()
    app.app.sources.delete(OBJECT_KEY)
    app.app.reconcile()
    refused(app, ImageDeleted, request)


def test_an_erased_image_is_gone(app: OnDemandApp) -> None:
    request = app.request()
    erasure = Erasure(requested_at=START)
    change(app, status=Status.DELETED, erasing=True, erasure=erasure, source=None)
    refused(app, ImageErased, request)


def test_an_image_that_was_never_ready_has_no_variants(app: OnDemandApp) -> None:
    request = app.request()
    for status in (Status.PENDING, Status.PROCESSING):
        change(app, status=status, variants=(), source=None)
        refused(app, VariantNotFound, request)


def test_a_failed_or_rejected_image_has_no_variants(app: OnDemandApp) -> None:
    request = app.request()
    for code in ("corrupt_image", "content_refused"):
        change(app, status=Status.FAILED, variants=(), error=Failure(code=code, detail="…"))
        refused(app, VariantNotFound, request)


def test_while_its_variants_are_replaced_an_image_still_has_those_on_demand(app: OnDemandApp) -> None:
    change(app, status=Status.PROCESSING)
    assert isinstance(app.delivery.by_address(app.request()), FileRedirect)
