"""The scenarios of the workflow's functions, in the order in which the state machine invokes them."""

import uuid
from contextlib import suppress
from typing import Any

import msgspec

from chalicelib.domain.s3_events import from_s3_event
from chalicelib.errors import ObjectNotFound
from tests.deploy.harness import Harness

Json = dict[str, Any]


def workflow_inspect(harness: Harness) -> None:
    key = harness.rendered()
    assert _inspected(harness, key)["next"] == "render"
    harness.remove(key)
    assert _inspected(harness, key)["next"] == "finalize"
    key, form = harness.form()
    first = harness.upload(key, form)
    harness.upload(key, form)
    _inspected(harness, key, first)
    key, form = harness.form()
    harness.process(harness.put(key, b"text", form))
    _inspected(harness, key, harness.upload(key, form))


def workflow_moderate(harness: Harness) -> None:
    work = _inspected(harness, harness.rendered())["work"]
    assert harness.run("workflow_moderate", work)["next"] == "render"


def workflow_render(harness: Harness) -> None:
    key = harness.rendered()
    assert _rendered(harness, _inspected(harness, key))["parts"]
    harness.upload(key)
    inspected = _inspected(harness, key)
    assert _rendered(harness, inspected)["parts"]
    # as if the object was stored before its bucket was versioned
    inspected["work"]["source"]["version_id"] = None
    assert _rendered(harness, inspected)["parts"]
    inspected["work"]["source"]["version_id"] = str(uuid.uuid4())
    with suppress(ObjectNotFound):
        _rendered(harness, inspected)


def workflow_finalize(harness: Harness) -> None:
    for change in (harness.upload, harness.remove):
        key = harness.rendered()
        harness.upload(key)
        late = _rendered(harness, _inspected(harness, key))
        harness.process(change(key))
        assert harness.run("workflow_finalize", late)["outcome"] == "superseded"
    assert harness.run("workflow_finalize", _rendered(harness, _inspected(harness, harness.rendered())))[
        "result"
    ]


def workflow_publish(harness: Harness) -> None:
    for change in (harness.upload, harness.remove):
        key = harness.rendered()
        change(key)
        finalized = harness.run("workflow_finalize", _rendered(harness, _inspected(harness, key)))
        harness.run("workflow_publish", finalized["result"])


def workflow_record_failure(harness: Harness) -> None:
    for change in (harness.upload, harness.remove):
        key = harness.rendered()
        source = _inspected(harness, key)["work"]["source"]
        change(key)
        newest = _inspected(harness, key).get("work", {"source": source})["source"]
        harness.run("workflow_record_failure", {"key": key, "source": newest, "error": {"Error": "any"}})


SCENARIOS = (
    workflow_inspect,
    workflow_moderate,
    workflow_render,
    workflow_finalize,
    workflow_publish,
    workflow_record_failure,
)


def _inspected(harness: Harness, key: str, event: Json | None = None) -> Json:
    """Inspect the object because of this event, by default because of one about its newest version."""
    source = next(from_s3_event(event)).source if event is not None else harness.newest(key)
    task_input = {"key": key, "source": msgspec.to_builtins(source), "execution": "an-execution"}
    result: Json = harness.run("workflow_inspect", task_input)
    return result


def _rendered(harness: Harness, inspected: Json) -> Json:
    """Return the state machine's state after its map, or unchanged if there is nothing to render."""
    if "work" not in inspected:
        return inspected
    names = [plan["spec"]["name"] for plan in inspected["work"]["plans"]]
    orders = [{"work": inspected["work"], "variant": name} for name in names]
    return {**inspected, "parts": [harness.run("workflow_render", order) for order in orders]}
