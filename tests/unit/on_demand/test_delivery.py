"""Where the address of a variant on demand leads."""

import pytest
from msgspec.structs import replace

from chalicelib.domain.on_demand.signatures import sign
from chalicelib.errors import (
    ImageDeleted,
    RenderingInProgress,
    ServiceUnavailable,
)
from chalicelib.models import (
    AddressRedirect,
    FileRedirect,
    RenderingInput,
    RenderingOutput,
    Resize,
)
from tests.unit.deployment import KEY as OBJECT_KEY
from tests.unit.on_demand.wired import (
    FREE,
    KEY,
    OTHER_VERSION,
    PRESET_POSTER,
    W_640_WEBP,
    OnDemandApp,
)


def test_a_variant_is_rendered_and_its_file_s_url_returned(app: OnDemandApp) -> None:
    url = f"https://outputs.example/{app.key()}"
    assert app.delivery.by_address(app.request(W_640_WEBP)) == FileRedirect(url=url, is_negotiated=False)
    assert app.delivery.by_address(app.request(W_640_WEBP)) == FileRedirect(url=url, is_negotiated=False)
    assert len(app.function.invocations) == 1


@pytest.mark.parametrize(
    ("accept", "extension"),
    [("image/avif,image/webp,*/*", "avif"), ("image/webp", "webp"), ("*/*", "jpg"), ("", "jpg")],
)
def test_the_format_is_negotiated_if_the_address_has_none(
    app: OnDemandApp, accept: str, extension: str
) -> None:
    url = f"https://outputs.example/d/{app.image.id}/{app.version()}/w_640.{extension}"
    expected = FileRedirect(url=url, is_negotiated=True)
    assert app.delivery.by_address(app.request(accept=accept)) == expected


def test_that_of_a_preset_is_negotiated_among_its_formats(app: OnDemandApp) -> None:
    for accept, extension in [("image/avif", "avif"), ("image/webp", "gif")]:
        target = app.delivery.by_address(app.request(PRESET_POSTER, accept=accept))
        assert isinstance(target, FileRedirect)
        assert target.url.endswith(f"/{app.version(PRESET_POSTER)}/p_poster.{extension}")


def test_an_address_without_a_version_leads_to_the_current_one(app: OnDemandApp) -> None:
    request = replace(app.request(), version=None)
    path = f"i/{app.image.id}/{app.version()}/w_640"
    assert app.delivery.by_address(request) == AddressRedirect(path=path, max_age=60)
    assert (app.writes, app.function.invocations) == (0, [])


def test_an_address_with_another_version_leads_to_the_current_one_and_stays_signed(
    app: OnDemandApp,
) -> None:
    signature = sign(KEY, app.image.id, FREE)
    request = app.request(FREE, version=OTHER_VERSION, signature=signature)
    path = f"i/{app.image.id}/{app.version()}/w_777,f_png?s={signature}"
    assert app.delivery.by_address(request) == AddressRedirect(path=path, max_age=10)
    assert (app.writes, app.function.invocations) == (0, [])


def test_a_redirect_that_needs_no_signature_has_none(cdn: OnDemandApp) -> None:
    signature = sign(KEY, cdn.image.id, W_640_WEBP)
    request = replace(cdn.request(W_640_WEBP, signature=signature), version=None)
    path = f"i/{cdn.image.id}/{cdn.version()}/w_640,f_webp"
    assert cdn.delivery.by_address(request) == AddressRedirect(path=path, max_age=60)


def test_a_width_between_two_steps_is_rendered_as_the_larger_one(app: OnDemandApp) -> None:
    target = app.delivery.by_address(app.request(Resize(width=321, format="webp")))
    assert target == FileRedirect(url=f"https://outputs.example/{app.key()}", is_negotiated=False)


def test_once_the_file_is_there_the_caller_is_sent_back_to_the_cdn(cdn: OnDemandApp) -> None:
    path = f"i/{cdn.image.id}/{cdn.version()}/w_640,f_webp?n=1"
    assert cdn.delivery.by_address(cdn.request(W_640_WEBP)) == AddressRedirect(path=path)
    assert len(cdn.function.invocations) == 1


def test_the_signature_goes_back_to_the_cdn(cdn: OnDemandApp) -> None:
    signature = sign(KEY, cdn.image.id, FREE)
    target = cdn.delivery.by_address(cdn.request(FREE, signature=signature))
    path = f"i/{cdn.image.id}/{cdn.version()}/w_777,f_png?n=1&s={signature}"
    assert target == AddressRedirect(path=path)


def test_a_collapsed_request_is_sent_back_once_more_and_then_fails(cdn: OnDemandApp) -> None:
    cdn.put(cdn.key())
    target = cdn.delivery.by_address(cdn.request(W_640_WEBP, redirects=1))
    assert target == AddressRedirect(path=f"i/{cdn.image.id}/{cdn.version()}/w_640,f_webp?n=2")
    with pytest.raises(ServiceUnavailable, match=f"The CDN does not find {cdn.key()}"):
        cdn.delivery.by_address(cdn.request(W_640_WEBP, redirects=2))
    assert (cdn.writes, cdn.function.invocations) == (0, [])


@pytest.mark.parametrize(
    "output", [RenderingOutput(outcome="outdated"), RenderingOutput(outcome="withdrawn")], ids=str
)
def test_an_image_that_is_replaced_meanwhile_leads_to_its_new_version(
    app: OnDemandApp, output: RenderingOutput
) -> None:
    before = app.version()
    app.overwrite_while_rendering(output)
    target = app.delivery.by_address(app.request())
    assert before != app.version()
    path = f"i/{app.image.id}/{app.version()}/w_640"
    assert target == AddressRedirect(path=path, max_age=10)


def test_an_image_that_is_deleted_meanwhile_is_gone(app: OnDemandApp) -> None:
    def run(_request: RenderingInput) -> RenderingOutput:
        app.app.sources.delete(OBJECT_KEY)
        app.app.reconcile()
        return RenderingOutput(outcome="withdrawn")

    app.function.run = run
    with pytest.raises(ImageDeleted):
        app.delivery.by_address(app.request())


def test_a_function_of_another_release_leads_to_no_endless_redirect(app: OnDemandApp) -> None:
    app.function.run = lambda _request: RenderingOutput(outcome="outdated")
    with pytest.raises(RenderingInProgress, match="Try again"):
        app.delivery.by_address(app.request())
