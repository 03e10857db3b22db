"""What a stage can have on top of the rest: events, a workflow, moderation. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.config.enums import ModerationMode, WorkflowMode
from ops.stage.names import Stack, Stage, setting_of

# What the templates' parameters are by default.
NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Feature:
    """One of them, and all that it has to do with the rest.

    `outputs` of its stack are settings of the app, and parameters of the other stacks; `variables` are the
    settings beside them. `roles` are parameters of its stack that name the roles of these handlers.
    `handlers` are there with it alone.
    """

    name: str
    title: str
    outputs: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    handlers: tuple[str, ...] = ()

    def stack(self, stage: Stage) -> Stack:
        """Return its stack in a stage."""
        return stage.part(self.name)

    @property
    def switched_off(self) -> dict[str, None]:
        """Return all variables of the app that it may set, none of them set."""
        return dict.fromkeys([*self.variables, *(setting_of(output).upper() for output in self.outputs)])


EVENTS = Feature(
    name="events",
    title="Event bus, webhooks",
    outputs=("EventBus", "WebhooksTable", "WebhooksQueue", "WebhookFailuresQueue"),
    handlers=("deliver_webhook",),
)
WORKFLOW = Feature(
    name="workflow",
    title="State machine",
    outputs=("StateMachine",),
    variables={"WORKFLOW": WorkflowMode.STEPFUNCTIONS},
    roles={"StarterRoles": ("process_upload", "sweep", "workflow_finalize")},
)
MODERATION = Feature(
    name="moderation",
    title="Moderation permissions",
    variables={"MODERATION": ModerationMode.REKOGNITION},
    roles={
        "AskingRoles": ("process_upload", "sweep", "workflow_moderate"),
        "DisposingRoles": (
            "process_upload",
            "process_failures",
            "sweep",
            "workflow_publish",
            "workflow_record_failure",
        ),
    },
)
# Those that build on the roles come after them, and go before.
ON_ROLES = (WORKFLOW, MODERATION)
FEATURES = (EVENTS, *ON_ROLES)
