"""The steps of a deployment, in order.

What the functions need is created before they are updated, and what they no longer need is deleted after
that. A step that fails leaves a working stage, because CloudFormation rolls its stack back.
"""

from collections.abc import Callable, Iterator

from ops.cloudformation.names import Stack
from ops.cloudformation.stacks import Report
from ops.deployment import cdn_keys
from ops.deployment.actions import Actions
from ops.deployment.features import ALARMS, BUDGET, CDN, EVENTS, FACES, MODERATION, WORKFLOW, Feature
from ops.deployment.steps import Step

Action = Callable[[Stack, Report], str]

_AGAIN = "Fix the cause and run the same command again. Completed steps are kept."
_STACK = f"{_AGAIN} CloudFormation has rolled the stack back; its console shows all events."


def plan(actions: Actions) -> Iterator[Step]:
    """Yield the steps. Each step may depend on what earlier ones have created."""
    yield from _before_functions(actions)
    yield _stack("Functions and API", actions.stage.app, actions.app)
    yield from _after_functions(actions)


def _before_functions(actions: Actions) -> Iterator[Step]:
    stage = actions.stage
    yield Step(title="Prerequisites", action=actions.check, advice=_AGAIN)
    yield Step(
        title=f"Artifact bucket ({stage.artifacts.name})", action=actions.artifact_bucket, advice=_STACK
    )
    yield Step(title="Package and templates", action=actions.upload, advice=_AGAIN)
    yield _stack("Buckets, tables, queues", stage.storage, actions.add)
    yield from _features(actions, actions.add, EVENTS, CDN)
    yield _stack("Roles", stage.access, actions.add)
    yield from _features(actions, actions.add, WORKFLOW, MODERATION, FACES)
    if actions.values.on(CDN):
        yield _stack("Access for the CDN", stage.storage, actions.add)
    # No function needs these. They come first, because a new stage is one without functions.
    yield from _features(actions, actions.update, ALARMS, BUDGET)


def _after_functions(actions: Actions) -> Iterator[Step]:
    stage = actions.stage
    yield _stack("Notifications, CORS, protection", stage.storage, actions.complete)
    if actions.values.on(CDN):
        yield _stack("Way from the CDN to the API", stage.cdn, actions.update)
        yield cdn_keys.step(stage, actions.tools, _AGAIN)
    if actions.values.on(EVENTS):
        yield _stack("Protection of webhooks", EVENTS.stack(stage), actions.complete)
    if actions.values.upload_bucket:
        yield Step(title="Existing bucket", action=actions.connect_existing_bucket, advice=_AGAIN)
    yield _stack("Unused permissions", stage.access, actions.update)
    if actions.values.to_delete(CDN):
        yield _stack("Unused access for the CDN", stage.storage, actions.update)
    if actions.request.deletes_old_indexes:
        yield _stack("Old indexes", stage.storage, actions.delete_old_indexes)
    for stack in actions.values.stacks_to_delete():
        yield Step(title=f"Delete {stack.name}", action=_on(stack, actions.delete), advice=_AGAIN)
    yield Step(title="Old releases", action=actions.delete_old_releases, advice=_AGAIN)


def _features(actions: Actions, action: Action, *features: Feature) -> Iterator[Step]:
    for feature in filter(actions.values.on, features):
        yield _stack(feature.title, feature.stack(actions.stage), action)


def _stack(title: str, stack: Stack, action: Action) -> Step:
    return Step(title=f"{title} ({stack.name})", action=_on(stack, action), advice=_STACK)


def _on(stack: Stack, action: Action) -> Callable[[Report], str]:
    return lambda report: action(stack, report)
