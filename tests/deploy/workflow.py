"""What the workflow's functions meet, in the order in which the state machine invokes them."""

import uuid
from contextlib import suppress
from typing import Any

from chalicelib.errors import ObjectNotFound
from tests.deploy.scene import Scene

Json = dict[str, Any]


def workflow_inspect(scene: Scene) -> None:
    key = scene.rendered()
    assert _inspected(scene, key)["next"] == "render"
    scene.remove(key)
    assert _inspected(scene, key)["next"] == "finalize"


def workflow_moderate(scene: Scene) -> None:
    work = _inspected(scene, scene.rendered())["work"]
    assert scene.run("workflow_moderate", work)["next"] == "render"


def workflow_render(scene: Scene) -> None:
    inspected = _inspected(scene, scene.rendered())
    assert _rendered(scene, inspected)["parts"]
    inspected["work"]["source"]["version_id"] = str(uuid.uuid4())
    with suppress(ObjectNotFound):
        _rendered(scene, inspected)


def workflow_finalize(scene: Scene) -> None:
    for happen in (scene.upload, scene.remove):
        key = scene.rendered()
        late = _rendered(scene, _inspected(scene, key))
        scene.process(happen(key))
        assert scene.run("workflow_finalize", late)["outcome"] == "superseded"
    assert scene.run("workflow_finalize", _rendered(scene, _inspected(scene, scene.rendered())))["result"]


def workflow_publish(scene: Scene) -> None:
    for happen in (scene.upload, scene.remove):
        key = scene.rendered()
        happen(key)
        finalized = scene.run("workflow_finalize", _rendered(scene, _inspected(scene, key)))
        scene.run("workflow_publish", finalized["result"])


def workflow_record_failure(scene: Scene) -> None:
    for happen in (scene.upload, scene.remove):
        key = scene.rendered()
        source = _inspected(scene, key)["work"]["source"]
        happen(key)
        newest = _inspected(scene, key).get("work", {"source": source})["source"]
        scene.run("workflow_record_failure", {"key": key, "source": newest, "error": {"Error": "any"}})


SCENARIOS = (
    workflow_inspect,
    workflow_moderate,
    workflow_render,
    workflow_finalize,
    workflow_publish,
    workflow_record_failure,
)


def _inspected(scene: Scene, key: str) -> Json:
    answer: Json = scene.run("workflow_inspect", {"key": key, "execution": "an-execution"})
    return answer


def _rendered(scene: Scene, inspected: Json) -> Json:
    """Return what the state machine knows after its map, if there is anything to render."""
    if "work" not in inspected:
        return inspected
    names = [plan["spec"]["name"] for plan in inspected["work"]["plans"]]
    orders = [{"work": inspected["work"], "variant": name} for name in names]
    return {**inspected, "parts": [scene.run("workflow_render", order) for order in orders]}
