"""A backfill meets images that change, that are not ready, or whose events are lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from msgspec.structs import replace

from chalicelib.domain.deadline import NO_DEADLINE
from chalicelib.domain.preset_changes import PresetChange
from chalicelib.domain.presets import Presets
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Source, Status, UploadRequest, VariantSpec
from chalicelib.recovery.dispatch import Dispatch, Finding
from tests.fakes import FakeEventSender
from tests.unit.deployment import KEY, OWNER, STUCK_AFTER
from tests.unit.in_memory_app import InMemoryApp
from tests.unit.recovery.backfills import NAMES, names, presets, run, specs, steps, upload, variants


@pytest.fixture
def app() -> InMemoryApp:
    return InMemoryApp(presets=presets(*NAMES))


def test_an_image_that_was_overwritten_is_rendered_without_presets_that_are_gone(app: InMemoryApp) -> None:
    key = upload(app, "small", "large")
    app.presets = presets("small")
    app.put(b"image two", key)
    assert [step.finding for step in run(app)] == [Finding.SENT]
    assert variants(app, key) == {"small"}


def test_images_get_the_presets_of_their_folder() -> None:
    app = InMemoryApp(presets=presets(*NAMES, avatars=("square", "large")))
    keys = ("images/avatars/cat.jpg", "images/cat.jpg")
    for key in keys:
        app.put(b"image", key)
    assert [step.changes.gained for step in run(app)] == [("square", "large"), ("small",)]
    assert [variants(app, key) for key in keys] == [{"square", "large"}, {"small"}]


@pytest.mark.parametrize("content", [b"text", b"image"])
def test_images_that_are_not_ready_get_no_other_presets(app: InMemoryApp, content: bytes) -> None:
    app.put(content)
    if content == b"text":
        app.reconcile()
    else:
        app.pipeline.claim(KEY)
    before = app.image()
    [step] = run(app, PresetChange(add=names("large")))
    assert step.finding is (Finding.SETTLED if content == b"text" else Finding.UNDER_WAY)
    assert app.image() == before


def test_an_upload_whose_event_was_lost_is_due_once_its_form_has_expired(app: InMemoryApp) -> None:
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner=OWNER)
    app.put(b"image", image.key)
    assert [step.finding for step in steps(app)] == [Finding.UNDER_WAY]
    app.clock.advance(STUCK_AFTER)
    assert [step.finding for step in steps(app)] == [Finding.DUE]


def test_an_image_that_is_being_erased_is_left_alone(app: InMemoryApp) -> None:
    image = app.image(upload(app))
    app.store.images[image.id] = replace(image, status=Status.DELETED, erasing=True)
    assert [step.finding for step in steps(app, PresetChange(add=names("large")))] == [Finding.UNDER_WAY]


def test_an_image_that_changes_after_the_scan_is_left_to_its_own_run(app: InMemoryApp) -> None:
    key = upload(app)
    sender = FakeEventSender()
    found = steps(app, PresetChange(add=names("large")))
    first = next(found)
    app.pipeline.claim(key)
    dispatch = Dispatch(sender=sender, store=app.store, clock=app.clock)
    assert [step.finding for step in dispatch.run([first], 100)] == [Finding.UNDER_WAY]
    assert sender.sent == []
    assert app.image(key).requested == ()


def test_an_image_whose_event_is_lost_is_rendered_by_the_sweep(app: InMemoryApp) -> None:
    class Broken(FakeEventSender):
        def send(self, key: str, source: Source | None) -> None:
            raise ServiceUnavailable(f"{key}, {source}")

    key = upload(app)
    with pytest.raises(ServiceUnavailable):
        list(
            Dispatch(sender=Broken(), store=app.store, clock=app.clock).run(
                steps(app, PresetChange(add=names("large"))), limit=1
            )
        )
    app.clock.advance(STUCK_AFTER)
    app.sweep.run(NO_DEADLINE)
    app.reconcile(key=key)
    assert variants(app, key) == {"small", "large"}


def test_new_files_are_counted_by_format() -> None:
    first = VariantSpec(name="small", width=5, height=5, format="webp")
    app = InMemoryApp(presets=Presets(presets=(first,), default=("small",)))
    key = upload(app)
    assert len(app.image(key).variants) == 1
    several = structs.replace(first, format="source", formats=("avif", "webp", "jpeg"))
    app.presets = Presets(presets=(several, *specs("large")), default=("small", "large"))
    [step] = steps(app)
    assert (step.changes.gained, step.changes.lost) == (("large",), ())
    assert (step.changes.rendered, step.changes.added, step.changes.files) == (4, 3, 1)
    assert step.changes.bytes == app.image(key).variants[0].size


subsets = st.frozensets(st.sampled_from((*NAMES, "gone")))


@given(st.data(), subsets, subsets)
def test_a_backfill_that_may_not_remove_a_variant_never_does(
    data: st.DataObject, requested: frozenset[str], remove: frozenset[str]
) -> None:
    before = presets(*NAMES, "gone")
    app = InMemoryApp(presets=before)
    key = upload(app, *sorted(requested))
    had = variants(app, key)
    add = data.draw(st.frozensets(st.sampled_from(NAMES))) - remove
    after = data.draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
    app.presets = presets(*NAMES, default=tuple(after))
    change = PresetChange(add=add, remove=remove)
    if change.leaves_nothing(app.presets):
        return
    [step] = run(app, change)
    has = variants(app, key)
    assert had - has <= remove
    assert has or not had
    if step.finding is Finding.SENT:
        assert (has - had, had - has) == (set(step.changes.gained), set(step.changes.lost))
        assert has >= add
        assert has.isdisjoint(remove)
        assert [again.finding for again in run(app, change)] == [Finding.SETTLED]
