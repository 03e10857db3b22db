"""Where an owner is led who requests a variant on demand with a token."""

import pytest
from msgspec import structs
from msgspec.structs import replace

from chalicelib.domain.on_demand.signatures import sign
from chalicelib.errors import (
    ImageNotFound,
    OperationsNotAllowed,
    RenderingInProgress,
)
from chalicelib.models import (
    AddressRedirect,
    FileRedirect,
    NamedPreset,
    OnDemandPolicy,
    RenderingOutput,
    Resize,
    VariantRequest,
)
from tests.unit.on_demand.wired import (
    FREE,
    KEY,
    ON_DEMAND,
    PRESET_POSTER,
    W_640,
    OnDemandApp,
)


def owned(app: OnDemandApp, request: VariantRequest, owner: str = "public") -> object:
    return app.delivery.for_owner(replace(request, version=None), owner=owner)


def test_an_owner_gets_any_size_without_a_signature(app: OnDemandApp) -> None:
    app.public = False
    target = owned(app, app.request(FREE))
    url = f"https://outputs.example/d/{app.image.id}/{app.version()}/w_777.png"
    assert target == FileRedirect(url=url, is_negotiated=False)


def test_an_owner_gets_presets_on_demand_and_no_others(app: OnDemandApp) -> None:
    assert isinstance(owned(app, app.request(PRESET_POSTER)), FileRedirect)
    request = replace(app.request(), operations=NamedPreset(name="300x300"))
    with pytest.raises(OperationsNotAllowed):
        owned(app, request)


def test_the_image_of_another_owner_is_not_found(app: OnDemandApp) -> None:
    with pytest.raises(ImageNotFound):
        owned(app, app.request(), owner="another")
    assert (app.writes, app.function.invocations) == (0, [])


def test_with_a_cdn_an_owner_gets_an_address_that_is_signed_only_if_need_be(cdn: OnDemandApp) -> None:
    base = f"i/{cdn.image.id}/{cdn.version()}"
    assert owned(cdn, cdn.request(W_640)) == AddressRedirect(path=f"{base}/w_640")
    for operations, text in [(FREE, "w_777,f_png"), (Resize(width=77), "w_77")]:
        signature = sign(KEY, cdn.image.id, operations)
        assert owned(cdn, cdn.request(operations)) == AddressRedirect(path=f"{base}/{text}?s={signature}")
    assert (cdn.writes, cdn.function.invocations) == (0, [])


def test_with_a_cdn_but_without_keys_the_file_is_rendered_at_once(cdn: OnDemandApp) -> None:
    cdn.keys.keys = ()
    url = f"https://outputs.example/d/{cdn.image.id}/{cdn.version()}/w_777.png"
    assert owned(cdn, cdn.request(FREE)) == FileRedirect(url=url, is_negotiated=False)


def test_an_owner_s_image_that_is_replaced_meanwhile_is_to_be_requested_again(app: OnDemandApp) -> None:
    app.overwrite_while_rendering(RenderingOutput(outcome="outdated"))
    with pytest.raises(RenderingInProgress, match="changed just now"):
        owned(app, app.request(FREE))


def test_an_empty_policy_allows_owners_and_signed_addresses_alone(app: OnDemandApp) -> None:
    app.app.presets = structs.replace(ON_DEMAND, presets=ON_DEMAND.at_upload, on_demand=OnDemandPolicy())
    assert isinstance(owned(app, app.request(W_640)), FileRedirect)
    signature = sign(KEY, app.image.id, W_640)
    assert isinstance(app.delivery.by_address(app.request(W_640, signature=signature)), FileRedirect)
    with pytest.raises(OperationsNotAllowed):
        app.delivery.by_address(app.request(W_640))
