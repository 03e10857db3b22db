"""The calls of both modes match real runs."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.domain.deadline import Deadline
from chalicelib.domain.presets import Presets
from chalicelib.domain.s3_events import ObjectEvent
from chalicelib.models import UploadRequest, VariantSpec
from ops.costing.calls import Calls, direct, moderated, with_event, with_faces, workflow
from tests.fakes import FakeEventPublisher
from tests.unit.executions import execute_all
from tests.unit.ops.costing.call_counter import CallCounter
from tests.unit.processing.flood import LimitedApp


def specs(count: int) -> tuple[VariantSpec, ...]:
    return tuple(VariantSpec(name=f"to-{side}", width=side, height=side) for side in range(10, 10 + count))


def counted(chosen: Sequence[VariantSpec], *, through_workflow: bool, events: bool) -> Counter[str]:
    """Process a new image. Return its calls by the name that `Calls` has for them."""
    app: Any = LimitedApp(
        presets=Presets(presets=tuple(chosen), default=tuple(spec.name for spec in chosen)),
        publisher=FakeEventPublisher() if events else None,
    )
    image, _ = app.upload_forms.create(UploadRequest(filename="cat.jpg"), owner="alice")
    event = ObjectEvent(key=image.key, source=app.sources.put(image.key, b"image", form=image.id))
    deadline = Deadline(lambda: 60_000)
    records, others, sources, outputs = (Counter[str]() for _ in range(4))
    app.store, app.leases = CallCounter(app.store, records), CallCounter(app.leases, others)
    app.retention = CallCounter(app.retention, others)
    app.sources, app.outputs = CallCounter(app.sources, sources), CallCounter(app.outputs, outputs)
    if through_workflow:
        app.fair_share(app.workflow_starter.reconcile).process(event, deadline)
        execute_all(app)
    else:
        app.fair_share().process(event, deadline)
    published = len(app.publisher.events) if events else 0
    return Counter(
        reads=records["get"],
        updates=records.total() - records["get"],
        others=others.total() + len(app.workflow.started) + published,
        s3_reads=sources.total(),
        s3_writes=outputs.total(),
    )


@pytest.mark.parametrize("events", [False, True], ids=["no-events", "events"])
@pytest.mark.parametrize("count", [1, 4])
def test_calls_match_a_real_run(count: int, *, events: bool) -> None:
    for calls, through_workflow in ((direct(count), False), (workflow(count, count), True)):
        expected = with_event(calls) if events else calls
        assert counted(specs(count), through_workflow=through_workflow, events=events) == Counter(
            reads=expected.reads,
            updates=expected.updates,
            others=expected.others,
            s3_reads=expected.s3_reads,
            s3_writes=expected.s3_writes,
        )


def test_a_preset_in_several_formats_is_one_task_and_several_variants() -> None:
    chosen = (*specs(1), VariantSpec(name="v", width=9, formats=("avif", "webp", "jpeg")))
    for calls, through_workflow in ((direct(4), False), (workflow(2, 4), True)):
        found = counted(chosen, through_workflow=through_workflow, events=False)
        assert (found["s3_reads"], found["s3_writes"]) == (calls.s3_reads, calls.s3_writes)
    assert (workflow(2, 4).functions, workflow(2, 4).transitions) == (6, 9)


def test_direct_mode_starts_one_function() -> None:
    # a read, a claim and a finalize of the record; the leases and the retention policy; a GET and four PUTs
    assert direct(4) == Calls(
        functions=1, transitions=0, reads=1, updates=2, others=2, s3_reads=1, s3_writes=4
    )
    assert (direct(4).short, direct(4).s3, direct(4).total) == (5, 5, 10)


def test_a_workflow_enters_a_state_for_each_variant_and_seven_others() -> None:
    # Inspect, Decide, RenderAll, four times Render, Finalize, Conclude, Publish, Done
    assert workflow(4, 4).transitions == 11
    # the function that receives the event, Inspect, four times Render, Finalize, Publish
    assert workflow(4, 4).functions == 8


def test_a_moderating_workflow_has_two_more_states_and_one_more_function() -> None:
    calls = moderated(workflow(4, 4))
    assert (calls.transitions, calls.functions, calls.others) == (13, 9, 4)


def test_moderation_is_one_more_call_in_direct_mode() -> None:
    calls = moderated(direct(4))
    assert (calls.transitions, calls.functions, calls.others) == (0, 1, 3)


@pytest.mark.parametrize("mode", [direct, lambda count: workflow(count, count)])
def test_face_detection_is_one_more_call_in_both_modes(mode: Callable[[int], Calls]) -> None:
    assert with_faces(mode(4)) == replace(mode(4), others=mode(4).others + 1)
