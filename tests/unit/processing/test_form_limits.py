"""What a form can cost at most, however it is used."""

import pytest

from chalicelib.config.enums import FormReuse
from chalicelib.domain.form_use import MAX_USES
from chalicelib.models import Status
from chalicelib.processing.outcome import Outcome
from tests.unit.deployment import OWNER
from tests.unit.in_memory_app import InMemoryApp
from tests.unit.processing.form_uses import ONE, TWO, counted, form, put, send


def test_after_a_few_files_that_failed_a_form_is_used_up(app: InMemoryApp) -> None:
    image = form(app)
    outcomes = [send(app, image, b"text %d" % number)[1] for number in range(MAX_USES + 2)]
    assert outcomes == [Outcome.FAILED] * MAX_USES + [Outcome.REFUSED] * 2
    assert counted(app) == MAX_USES


def test_deletions_do_not_let_the_same_file_be_used_without_end(app: InMemoryApp) -> None:
    image = form(app)
    outcomes = []
    for _ in range(MAX_USES + 1):
        outcomes.append(send(app, image, ONE)[1])
        if outcomes[-1] is Outcome.READY:
            app.delete.run(image.id, owner=OWNER)
    assert outcomes == [Outcome.READY] * MAX_USES + [Outcome.REFUSED]


@pytest.mark.parametrize("reuse", FormReuse, ids=str)
@pytest.mark.parametrize("contents", [(ONE, TWO, b"image three"), (ONE, ONE, ONE)], ids=["others", "same"])
def test_files_that_are_uploaded_and_claimed_at_the_same_time_are_not_rendered_for_the_price_of_one(
    app: InMemoryApp, reuse: FormReuse, contents: tuple[bytes, ...]
) -> None:
    app.form_reuse = reuse
    image = form(app)
    versions = [put(app, image, content) for content in contents]
    claims = [app.pipeline.claim(image.key, image.id, version=version) for version in versions]
    for claim, version in zip(claims, versions, strict=True):
        app.pipeline.finalize(app.pipeline.process(claim, before=image, hint=version))
    assert app.image(image.key).status is Status.READY
    rendered = [call for call in app.observer.calls if call[0] == "rendered"]
    assert 1 <= len(rendered) <= counted(app)


def test_a_file_from_another_tool_that_arrives_with_the_first_one_is_not_counted(app: InMemoryApp) -> None:
    image = form(app)
    first = put(app, image, ONE)
    other = app.sources.put(image.key, TWO)
    app.pipeline.claim(image.key, image.id, version=first)
    claim = app.pipeline.claim(image.key, image.id, version=other)
    assert app.pipeline.finalize(app.pipeline.process(claim, before=image, hint=other)) is Outcome.READY
    assert app.image(image.key).source == other
    assert counted(app) == 1


def test_without_versioning_files_that_alternate_count_each_time(app: InMemoryApp) -> None:
    app.sources.versioned = False
    image = form(app)
    for _ in range(3):
        for content in (ONE, TWO):
            version, _ = send(app, image, content)
            app.reconcile(version, image.key)
    assert counted(app) == 6
