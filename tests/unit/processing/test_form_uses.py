"""A form that is used again: refused or counted, whatever the order of the events."""

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.access.usage import Limits
from chalicelib.config.enums import FormReuse
from chalicelib.domain.form_use import MAX_USES
from chalicelib.errors import ObjectNotFound
from chalicelib.models import Image, Source, Status, UploadRequest
from chalicelib.processing.outcome import Outcome
from tests.unit.deployment import LIMITS, OWNER
from tests.unit.executions import execute, execute_all
from tests.unit.in_memory_app import InMemoryApp

ONE, TWO = b"image one", b"image two"
TWO_DAYS = timedelta(days=2)


@pytest.fixture
def app() -> InMemoryApp:
    return InMemoryApp()


@pytest.fixture
def charging(app: InMemoryApp) -> InMemoryApp:
    app.form_reuse = FormReuse.CHARGE
    return app


def form(app: InMemoryApp) -> Image:
    return app.upload_forms.create(UploadRequest(filename="cat.jpg", size=100), owner=OWNER)[0]


def put(app: InMemoryApp, image: Image, content: bytes) -> Source:
    return app.sources.put(image.key, content, form=image.id)


def send(app: InMemoryApp, image: Image, content: bytes) -> tuple[Source, Outcome]:
    source = put(app, image, content)
    return source, app.reconcile(source, image.key)


def counted(app: InMemoryApp) -> int:
    """Return how many images were counted against the quota."""
    return sum(app.usage.images.values())


def test_another_file_is_removed_and_the_image_stays_as_it_was(app: InMemoryApp) -> None:
    image = form(app)
    first, _ = send(app, image, ONE)
    before = app.image(image.key)
    second, outcome = send(app, image, TWO)
    assert outcome is Outcome.REFUSED
    assert app.image(image.key) == before
    assert app.sources.open(image.key).source == first
    with pytest.raises(ObjectNotFound):
        app.sources.open_version(image.key, second)
    assert ("ended", image.id, "refused", "form_used") in app.observer.calls
    assert counted(app) == 1


def test_a_repeated_event_about_a_removed_file_changes_nothing(app: InMemoryApp) -> None:
    image = form(app)
    send(app, image, ONE)
    second, _ = send(app, image, TWO)
    before = app.image(image.key)
    assert app.reconcile(second, image.key) is Outcome.REFUSED
    assert app.image(image.key) == before


def test_the_removal_of_a_refused_file_needs_no_run(app: InMemoryApp) -> None:
    image = form(app)
    first = put(app, image, ONE)
    app.pipeline.claim(image.key, image.id, version=first)
    second, _ = send(app, image, TWO)
    outcome = app.pipeline.reconcile(image.key, removed_version=second.version_id)
    assert outcome is Outcome.DUPLICATE
    assert app.image(image.key).attempts == 1


def test_a_file_that_arrives_during_the_first_run_does_not_disturb_it(app: InMemoryApp) -> None:
    image = form(app)
    first = put(app, image, ONE)
    run = app.pipeline.claim(image.key, image.id, version=first)
    send(app, image, TWO)
    assert app.pipeline.finalize(app.pipeline.process(run, hint=first)) is Outcome.READY
    assert app.image(image.key).source == first


def test_a_run_that_finds_another_file_removes_it_and_renders_the_first(app: InMemoryApp) -> None:
    image = form(app)
    first = put(app, image, ONE)
    second = put(app, image, TWO)
    assert app.reconcile(first, image.key) is Outcome.READY
    assert app.image(image.key).source == first
    assert (image.key, second.version_id) not in app.sources.history


@pytest.mark.parametrize("versioned", [True, False])
def test_the_same_file_again_is_neither_refused_nor_counted_nor_rendered(
    app: InMemoryApp, *, versioned: bool
) -> None:
    app.sources.versioned = versioned
    image = form(app)
    send(app, image, ONE)
    before = app.image(image.key)
    _, outcome = send(app, image, ONE)
    assert outcome is Outcome.DUPLICATE
    assert app.image(image.key) == before
    assert app.sources.open(image.key).source == before.source
    assert counted(app) == 1


def test_an_event_without_a_version_id_admits_the_version_that_it_is_about(app: InMemoryApp) -> None:
    image = form(app)
    first = put(app, image, ONE)
    assert app.reconcile(Source(etag=first.etag), image.key) is Outcome.READY
    assert app.image(image.key).form_versions == (f"{first.etag}:{first.version_id}",)
    _, outcome = send(app, image, TWO)
    assert outcome is Outcome.REFUSED


def test_a_file_is_not_removed_if_the_one_before_it_does_not_exist(app: InMemoryApp) -> None:
    image = form(app)
    second = put(app, image, TWO)
    assert app.reconcile(Source(etag="unknown", version_id="unknown"), image.key) is Outcome.READY
    assert app.image(image.key).source == second
    assert app.reconcile(second, image.key) is Outcome.DUPLICATE
    assert counted(app) == 2


def test_a_file_from_another_tool_replaces_the_image_and_is_not_counted(app: InMemoryApp) -> None:
    image = form(app)
    send(app, image, ONE)
    other = app.sources.put(image.key, TWO)
    assert app.reconcile(other, image.key) is Outcome.READY
    assert app.image(image.key).source == other
    assert counted(app) == 1


def test_a_form_can_be_used_after_another_tool_has_stored_a_file_first(app: InMemoryApp) -> None:
    image = form(app)
    app.reconcile(app.sources.put(image.key, TWO), image.key)
    first, outcome = send(app, image, ONE)
    assert outcome is Outcome.READY
    assert app.image(image.key).source == first


def test_a_copy_that_an_operator_makes_later_is_no_use_of_the_form(app: InMemoryApp) -> None:
    image = form(app)
    send(app, image, ONE)
    app.clock.advance(TWO_DAYS)
    copy, outcome = send(app, image, TWO)
    assert outcome is Outcome.READY
    assert app.image(image.key).source == copy


def test_after_a_failure_the_form_can_be_used_again_and_counts_again(app: InMemoryApp) -> None:
    image = form(app)
    send(app, image, b"text")
    assert app.image(image.key).status is Status.FAILED
    corrected, outcome = send(app, image, ONE)
    assert outcome is Outcome.READY
    assert app.image(image.key).source == corrected
    assert counted(app) == 2


def test_after_a_failure_the_same_file_again_fails_without_being_counted(app: InMemoryApp) -> None:
    image = form(app)
    send(app, image, b"text")
    _, outcome = send(app, image, b"text")
    assert outcome is Outcome.DUPLICATE
    assert counted(app) == 1


def test_the_same_file_again_is_tried_again_after_every_attempt_has_failed(app: InMemoryApp) -> None:
    image = form(app)
    app.pipeline.claim(image.key, version=put(app, image, ONE))
    app.dead_letters.give_up(image.key)
    again, outcome = send(app, image, ONE)
    assert outcome is Outcome.READY
    assert app.image(image.key).source == again


def test_after_a_deletion_another_file_is_refused_and_the_image_stays_deleted(app: InMemoryApp) -> None:
    image = form(app)
    send(app, image, ONE)
    app.delete.run(image.id, owner=OWNER)
    second, outcome = send(app, image, TWO)
    assert outcome is Outcome.REFUSED
    assert app.image(image.key).status is Status.DELETED
    assert app.pipeline.reconcile(image.key, removed_version=second.version_id) is Outcome.DUPLICATE


@pytest.mark.parametrize("versioned", [True, False])
def test_after_a_deletion_the_same_file_counts_again(app: InMemoryApp, *, versioned: bool) -> None:
    app.sources.versioned = versioned
    image = form(app)
    send(app, image, ONE)
    for times in (2, 3):
        app.delete.run(image.id, owner=OWNER)
        _, outcome = send(app, image, ONE)
        assert outcome is Outcome.READY
        assert counted(app) == times


def test_a_version_that_an_operator_restores_after_a_deletion_is_not_counted(app: InMemoryApp) -> None:
    image = form(app)
    first, _ = send(app, image, ONE)
    app.delete.run(image.id, owner=OWNER)
    marker = list(app.sources.history)[-1][1]
    app.sources.objects[image.key] = app.sources.open_version(image.key, first)
    assert app.pipeline.reconcile(image.key, removed_version=marker) is Outcome.READY
    assert app.image(image.key).source == first
    assert counted(app) == 1


def test_a_chargeable_form_replaces_the_image_and_counts(charging: InMemoryApp) -> None:
    image = form(charging)
    send(charging, image, ONE)
    second, outcome = send(charging, image, TWO)
    assert outcome is Outcome.READY
    assert charging.image(image.key).source == second
    assert counted(charging) == 2
    by_outputs = 2 * len(b" as 300x300")
    assert sum(charging.usage.bytes.values()) == 100 + len(TWO) + by_outputs
    assert charging.reconcile(second, image.key) is Outcome.DUPLICATE
    assert counted(charging) == 2


def test_over_the_quota_another_file_is_removed_and_the_image_stays_as_it_was(
    charging: InMemoryApp,
) -> None:
    charging.limits = Limits(images=1, bytes=LIMITS.bytes, forms=1)
    image = form(charging)
    first, _ = send(charging, image, ONE)
    variants = charging.image(image.key).variants
    send(charging, image, TWO)
    after = charging.image(image.key)
    assert (after.status, after.source, after.variants) == (Status.READY, first, variants)
    assert charging.sources.open(image.key).source == first
    assert ("ended", image.id, "refused", "quota_exceeded") in charging.observer.calls


def test_without_versioning_another_file_counts_because_the_first_is_overwritten(app: InMemoryApp) -> None:
    app.sources.versioned = False
    image = form(app)
    send(app, image, ONE)
    second, outcome = send(app, image, TWO)
    assert outcome is Outcome.READY
    assert app.image(image.key).source == second
    assert counted(app) == 2


def test_without_versioning_and_over_the_quota_nothing_is_lost(app: InMemoryApp) -> None:
    app.sources.versioned = False
    app.limits = Limits(images=1, bytes=LIMITS.bytes, forms=1)
    image = form(app)
    send(app, image, ONE)
    before = app.image(image.key)
    second, _ = send(app, image, TWO)
    after = app.image(image.key)
    assert (after.status, after.variants) == (Status.READY, before.variants)
    assert app.sources.open(image.key).source == second
    app.limits = LIMITS
    assert app.reconcile(second, image.key) is Outcome.READY
    assert counted(app) == 2


def test_without_versioning_and_over_the_quota_a_first_file_that_was_lost_fails(app: InMemoryApp) -> None:
    app.sources.versioned = False
    app.limits = Limits(images=1, bytes=LIMITS.bytes, forms=1)
    image = form(app)
    first = put(app, image, ONE)
    put(app, image, TWO)
    app.reconcile(first, image.key)
    error = app.image(image.key).error
    assert error is not None
    assert error.code == "quota_exceeded"


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_every_file_of_a_chargeable_form_counts_once_in_any_order(
    charging: InMemoryApp, order: tuple[int, ...]
) -> None:
    image = form(charging)
    versions = [put(charging, image, content) for content in (ONE, TWO, b"image three")]
    for position in (*order, *order):
        charging.reconcile(versions[position], image.key)
    assert charging.image(image.key).source == versions[-1]
    assert counted(charging) == 3


@given(
    steps=st.lists(st.tuples(st.booleans(), st.integers(min_value=0, max_value=5)), max_size=12),
    reuse=st.sampled_from(FormReuse),
)
def test_the_newest_admitted_file_wins_whatever_arrives_when(
    steps: list[tuple[bool, int]], reuse: FormReuse
) -> None:
    app = InMemoryApp(form_reuse=reuse)
    image = form(app)
    versions = [put(app, image, ONE)]
    for is_upload, number in steps:
        if is_upload:
            versions.append(put(app, image, b"image %d" % number))
        else:
            app.reconcile(versions[number % len(versions)], image.key)
    for version in versions:
        app.reconcile(version, image.key)
    record = app.image(image.key)
    stored = [found.source for found in app.sources.history.values() if found is not None]
    assert (record.status, record.source) == (Status.READY, stored[-1])
    assert counted(app) == len(stored)
    assert len(stored) == 1 or reuse is FormReuse.CHARGE


def test_in_workflow_mode_another_file_is_refused_before_an_execution_starts(app: InMemoryApp) -> None:
    image = form(app)
    app.workflow_starter.reconcile(image.key, put(app, image, ONE))
    execute_all(app)
    before = app.image(image.key)
    assert app.workflow_starter.reconcile(image.key, put(app, image, TWO)) is Outcome.REFUSED
    assert len(app.workflow.started) == 1
    assert app.image(image.key) == before


def test_in_workflow_mode_a_file_that_arrives_before_the_inspection_is_removed(app: InMemoryApp) -> None:
    image = form(app)
    first = put(app, image, ONE)
    app.workflow_starter.reconcile(image.key, first)
    put(app, image, TWO)
    assert execute(app, next(iter(app.workflow.started))) == "ready"
    assert app.image(image.key).source == first
    assert app.sources.open(image.key).source == first


def test_in_workflow_mode_a_chargeable_form_counts_every_file(charging: InMemoryApp) -> None:
    image = form(charging)
    for content in (ONE, TWO):
        charging.workflow_starter.reconcile(image.key, put(charging, image, content))
        execute(charging, list(charging.workflow.started)[-1])
    assert charging.image(image.key).size == len(TWO)
    assert counted(charging) == 2


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


def test_records_of_forms_that_are_used_again_and_again_stay_small(charging: InMemoryApp) -> None:
    image = form(charging)
    for number in range(30):
        send(charging, image, b"image %d" % number)
    assert len(charging.image(image.key).form_versions) == 20
    assert counted(charging) == 30
