"""The step that gives the CDN the signing keys of the API: its key value store may be new."""

from ops.cloudformation.names import Stage
from ops.deployment.steps import Step
from ops.deployment.tools import Tools
from ops.signing_keys.rotation import keys_of


def step(stage: Stage, tools: Tools, advice: str) -> Step:
    """Return the step."""
    return Step(title="Signing keys of the CDN", action=lambda _: _synchronize(stage, tools), advice=advice)


def _synchronize(stage: Stage, tools: Tools) -> str:
    store = tools.stacks.outputs(stage.cdn).get("KeyValueStoreArn", "")
    return "updated" if keys_of(tools.clients, stage.signing_keys, store).synchronize() else "no change"
