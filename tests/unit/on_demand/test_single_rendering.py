"""A file is rendered by one request at a time, within the limits, and a failure is not repeated at once."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.errors import NotRenderable, QuotaExceeded, RenderingInProgress, ServiceUnavailable
from chalicelib.models import RenderingInput, RenderingOutput, Resize
from tests.fakes import START
from tests.unit.on_demand.wired import OnDemandApp

ENDS = START + timedelta(seconds=60)


def ensure(app: OnDemandApp, width: int = 640) -> bool:
    return app.rendering.ensure(app.image, app.rendition(Resize(width=width, format="webp")))


def answer(app: OnDemandApp, output: RenderingOutput) -> None:
    app.function.run = lambda _request: output


def test_a_file_that_is_there_leads_to_no_write_and_no_rendering(app: OnDemandApp) -> None:
    app.put(app.key())
    assert ensure(app)
    assert (app.writes, app.function.invocations) == (0, [])


def test_a_missing_file_is_rendered_and_counted_once(app: OnDemandApp) -> None:
    assert ensure(app)
    assert ensure(app)
    expected = RenderingInput(image_id=app.image.id, version=app.version(), file="w_640.webp")
    assert app.function.invocations == [expected]
    assert list(app.usage.images.values()) == list(app.usage.owners.values()) == [1]
    assert app.usage.ends == {app.image.id: ENDS}


def test_after_a_success_the_claim_stays_for_requests_that_came_before_the_file(app: OnDemandApp) -> None:
    ensure(app)
    assert app.claims.ends == {app.key(): ENDS}


def test_another_request_waits_for_the_file(app: OnDemandApp) -> None:
    app.claims.claim(app.key(), now=START, until=ENDS)

    def store_later(seconds: float) -> None:
        app.slept.append(seconds)
        if len(app.slept) == 3:
            app.put(app.key())

    app.sleep = store_later  # type: ignore[method-assign] # the other request ends meanwhile
    assert ensure(app)
    assert app.slept == [0.5, 0.5, 0.5]
    assert app.function.invocations == []
    assert app.usage.images.total() == 0


def test_after_six_seconds_it_asks_its_caller_to_try_again(app: OnDemandApp) -> None:
    app.claims.claim(app.key(), now=START, until=ENDS)
    with pytest.raises(RenderingInProgress, match=r"The variant is being rendered\. Try again\."):
        ensure(app)
    assert sum(app.slept) == 6
    assert app.function.invocations == []


def test_a_claim_that_has_ended_is_replaced(app: OnDemandApp) -> None:
    app.claims.claim(app.key(), now=START, until=ENDS)
    app.app.clock.advance(timedelta(seconds=60))
    assert ensure(app)
    assert app.claims.ends == {app.key(): ENDS + timedelta(seconds=60)}


def test_a_failure_is_remembered_for_ten_minutes(app: OnDemandApp) -> None:
    answer(app, RenderingOutput(outcome="failed", code="too_complex", detail="it needs 2 GB"))
    for _ in range(3):
        with pytest.raises(NotRenderable, match=r"^The variant cannot be rendered: it needs 2 GB\.$"):
            ensure(app)
    assert len(app.function.invocations) == 1
    app.app.clock.advance(timedelta(minutes=10))
    app.function.run = app.store
    assert ensure(app)
    assert len(app.function.invocations) == 2


def test_beyond_the_limit_of_an_image_nothing_is_rendered_until_midnight(app: OnDemandApp) -> None:
    assert [ensure(app, width) for width in (1, 2)] == [True, True]
    with pytest.raises(QuotaExceeded) as caught:
        ensure(app, 3)
    assert str(caught.value) == (
        "This image has reached the limit of 2 variants rendered on demand per day."
        " It resets at midnight UTC."
    )
    # START is at noon.
    assert caught.value.retry_after == 12 * 60 * 60 + 1
    assert len(app.function.invocations) == 2
    assert app.key(Resize(width=3, format="webp")) not in app.claims.ends
    app.app.clock.advance(timedelta(hours=12))
    assert ensure(app, 3)


def test_beyond_the_limit_of_the_owner_nothing_is_rendered(app: OnDemandApp) -> None:
    app.per_owner = 1
    assert ensure(app, 1)
    with pytest.raises(QuotaExceeded, match=r"^The image's owner has reached the limit of 1 variants"):
        ensure(app, 2)
    assert len(app.function.invocations) == 1


def test_without_capacity_nothing_is_counted_and_the_next_request_renders(app: OnDemandApp) -> None:
    def throttle(_request: RenderingInput) -> RenderingOutput:
        raise RenderingInProgress("Too many variants are being rendered.")

    app.function.run = throttle
    with pytest.raises(RenderingInProgress, match="Too many variants are being rendered"):
        ensure(app)
    assert app.claims.ends == {}
    assert app.usage.images.total() == app.usage.owners.total() == 0
    app.function.run = app.store
    assert ensure(app)


def test_a_throttled_function_is_invoked_again(app: OnDemandApp) -> None:
    answers = iter([RenderingInProgress("Too many variants are being rendered.")] * 2)

    def throttle_twice(request: RenderingInput) -> RenderingOutput:
        for error in answers:
            raise error
        return app.store(request)

    app.function.run = throttle_twice
    assert ensure(app)
    assert len(app.function.invocations) == 3
    assert app.usage.images.total() == app.usage.owners.total() == 1


def test_a_rendering_without_a_result_counts_and_the_next_request_renders(app: OnDemandApp) -> None:
    answer(app, RenderingOutput(outcome="unavailable", detail="S3 is slow"))
    with pytest.raises(ServiceUnavailable, match=f"Rendering {app.key()} on demand: S3 is slow"):
        ensure(app)
    assert app.claims.ends == {}
    assert app.usage.images.total() == app.usage.owners.total() == 1
    app.function.run = app.store
    assert ensure(app)


def test_an_invocation_that_fails_ends_the_claim(app: OnDemandApp) -> None:
    def fail(_request: RenderingInput) -> RenderingOutput:
        raise ServiceUnavailable("Invoking the function")

    app.function.run = fail
    with pytest.raises(ServiceUnavailable):
        ensure(app)
    assert app.claims.ends == {}
    # It may have started.
    assert app.usage.images.total() == 1


def test_a_rendering_that_could_outlive_its_claim_is_not_started(app: OnDemandApp) -> None:
    charge = app.usage.charge

    def charge_slowly(*args: Any, **keywords: Any) -> Any:
        app.app.clock.advance(timedelta(seconds=16))
        return charge(*args, **keywords)

    app.usage.charge = charge_slowly  # type: ignore[method-assign] # DynamoDB is slow
    with pytest.raises(ServiceUnavailable, match="took so long"):
        ensure(app)
    assert (app.function.invocations, app.claims.ends) == ([], {})


@pytest.mark.parametrize(
    "output", [RenderingOutput(outcome="outdated"), RenderingOutput(outcome="withdrawn")], ids=str
)
def test_a_version_that_is_no_longer_current_is_not_there(app: OnDemandApp, output: RenderingOutput) -> None:
    answer(app, output)
    assert not ensure(app)
