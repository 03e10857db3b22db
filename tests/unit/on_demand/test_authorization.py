"""Who may have which variant on demand."""

import pytest
from msgspec import structs
from msgspec.structs import replace

from chalicelib.domain.on_demand.signatures import sign
from chalicelib.errors import InvalidSignature, OperationsNotAllowed
from chalicelib.models import NamedPreset, Operations, Resize, SigningKey
from tests.unit.on_demand.wired import (
    KEY,
    OLDER_KEY,
    ON_DEMAND,
    PRESET_POSTER,
    RETIRED_KEY,
    W_640,
    OnDemandApp,
)

FREE = Resize(width=777, height=333, fit="inside", format="png", quality=55)


@pytest.mark.parametrize(
    ("requested", "authorized"),
    [
        (W_640, W_640),
        (Resize(width=321), W_640),
        (Resize(width=640, height=360, format="avif"), Resize(width=640, height=360, format="avif")),
        (PRESET_POSTER, PRESET_POSTER),
    ],
)
def test_without_a_signature_the_policy_decides_and_rounds(
    app: OnDemandApp, requested: Operations, authorized: Operations
) -> None:
    assert app.authorization.authorized(app.request(requested)) == authorized
    assert app.keys.reads == 0


@pytest.mark.parametrize(
    "operations",
    [
        Resize(width=641),
        Resize(width=640, height=640),
        Resize(width=640, format="png"),
        Resize(width=640, quality=81),
        NamedPreset(name="poster", format="webp"),
        NamedPreset(name="300x300"),
    ],
)
def test_without_a_signature_nothing_else_is_allowed(app: OnDemandApp, operations: Operations) -> None:
    request = replace(app.request(), operations=operations)
    with pytest.raises(OperationsNotAllowed):
        app.authorization.authorized(request)


@pytest.mark.parametrize("key", [KEY, OLDER_KEY])
def test_each_current_key_allows_exactly_what_it_signed(app: OnDemandApp, key: SigningKey) -> None:
    signature = sign(key, app.image.id, FREE)
    assert app.authorization.authorized(app.request(FREE, signature=signature)) == FREE


def test_a_signed_width_is_not_rounded(app: OnDemandApp) -> None:
    operations = Resize(width=321)
    signature = sign(KEY, app.image.id, operations)
    assert app.authorization.authorized(app.request(operations, signature=signature)) == operations


def test_what_was_signed_without_a_format_is_allowed_in_the_one_that_was_negotiated(
    app: OnDemandApp,
) -> None:
    signature = sign(KEY, app.image.id, structs.replace(FREE, format=None))
    assert app.authorization.authorized(app.request(FREE, signature=signature)) == FREE


def test_a_signature_is_refused_that_was_made_for_something_else(app: OnDemandApp) -> None:
    signatures = [
        sign(RETIRED_KEY, app.image.id, FREE),
        sign(KEY, "x" * 28, FREE),
        sign(KEY, app.image.id, structs.replace(FREE, width=778)),
        sign(KEY, app.image.id, FREE)[:-1] + "x",
        OLDER_KEY.id + sign(KEY, app.image.id, FREE)[8:],
        "",
    ]
    for signature in signatures:
        with pytest.raises(InvalidSignature, match="Sign the URL again"):
            app.authorization.authorized(app.request(FREE, signature=signature))


def test_a_wrong_signature_is_refused_even_if_none_is_needed(app: OnDemandApp) -> None:
    with pytest.raises(InvalidSignature):
        app.authorization.authorized(app.request(W_640, signature=sign(RETIRED_KEY, app.image.id, W_640)))


def test_without_keys_no_signature_counts(app: OnDemandApp) -> None:
    app.keys.keys = ()
    with pytest.raises(InvalidSignature):
        app.authorization.authorized(app.request(FREE, signature=sign(KEY, app.image.id, FREE)))


def test_a_signature_adds_neither_presets_nor_formats_of_presets(app: OnDemandApp) -> None:
    for operations in (NamedPreset(name="300x300"), NamedPreset(name="poster", format="webp")):
        signature = sign(KEY, app.image.id, operations)
        request = replace(app.request(), operations=operations, signature=signature)
        with pytest.raises(OperationsNotAllowed, match="preset"):
            app.authorization.authorized(request)


def test_without_a_policy_only_presets_and_signed_operations_are_allowed(app: OnDemandApp) -> None:
    app.app.presets = structs.replace(ON_DEMAND, on_demand=None)
    assert app.authorization.authorized(app.request(PRESET_POSTER)) == PRESET_POSTER
    signature = sign(KEY, app.image.id, FREE)
    assert app.authorization.authorized(app.request(FREE, signature=signature)) == FREE
    with pytest.raises(OperationsNotAllowed):
        app.authorization.authorized(app.request(Resize(width=1)))
