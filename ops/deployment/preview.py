"""What a deployment would change, without changing it."""

from msgspec import Struct, field

from ops.cloudformation.stacks import Report
from ops.deployment.actions import Actions
from ops.deployment.request import Request
from ops.deployment.tools import Tools
from ops.templates.environment import check_environment


class StagePreview(Struct):
    """The changes to a stage.

    `parameters` has the old and the new value of each parameter that changes. `stacks` has a line for each
    resource that changes, by stack; None if the stack would be created. `deleted` has the names of stacks.
    """

    parameters: dict[str, tuple[str, str]] = field(default_factory=dict)
    stacks: dict[str, list[str] | None] = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)


def preview(request: Request, tools: Tools, report: Report) -> StagePreview:
    """Check the prerequisites and compare. Only templates are uploaded, if there is a bucket for them."""
    actions, found = Actions(request=request, tools=tools), StagePreview()
    actions.check(report)
    stage = request.stage
    values = actions.values
    if not values.now.in_use(stage.artifacts):
        wanted = (stage.artifacts, *values.stacks_wanted())
        found.stacks = {stack.name: None for stack in wanted if not values.now.in_use(stack)}
        return found
    report("building")
    actions.version.upload_templates(report)
    expected = values.expected(**actions.version.parameters())
    check_environment(actions.version.app_template(), expected.given)
    for stack in values.stacks_wanted():
        report(stack.name)
        changes = tools.change_sets.preview(stack, actions.version.template(stack), expected)
        found.stacks[stack.name] = None if changes is None else changes.resources
        if changes is not None:
            found.parameters |= changes.parameters
    found.deleted = [stack.name for stack in values.stacks_to_delete()]
    return found
