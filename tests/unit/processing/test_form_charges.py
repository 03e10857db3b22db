"""A form that is used again where further files count as images."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.access.usage import Limits
from chalicelib.config.enums import FormReuse
from chalicelib.models import Status
from chalicelib.processing.outcome import Outcome
from tests.unit.deployment import LIMITS
from tests.unit.in_memory_app import InMemoryApp
from tests.unit.processing.form_uses import ONE, TWO, counted, form, put, send


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


def test_a_version_that_was_deleted_before_its_run_counts_once(charging: InMemoryApp) -> None:
    image = form(charging)
    send(charging, image, ONE)
    late = put(charging, image, TWO)
    charging.sources.delete(image.key)
    for _ in range(2):
        assert charging.reconcile(late, image.key) is Outcome.DELETED
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


def test_records_of_forms_that_are_used_again_and_again_stay_small(charging: InMemoryApp) -> None:
    image = form(charging)
    for number in range(30):
        send(charging, image, b"image %d" % number)
    assert len(charging.image(image.key).form_versions) == 20
    assert counted(charging) == 30
