"""The optional features of a stage, each with a stack of its own."""

from collections.abc import Mapping

from msgspec import Struct, field

from chalicelib.config.enums import FaceDetectionMode, ModerationMode, WorkflowMode
from ops.cloudformation.names import Stack, Stage


class Feature(Struct, frozen=True, kw_only=True):
    """A feature. `outputs` of its stack are parameters of other stacks.

    `on` has the app's parameters that turn the feature on; they return to their defaults when it is off.
    `initial` is whether a new stage has the feature.
    """

    name: str
    title: str
    outputs: tuple[str, ...] = ()
    on: Mapping[str, str] = field(default_factory=dict)
    initial: bool = False

    def stack(self, stage: Stage) -> Stack:
        """Return its stack in a stage."""
        return stage.part(self.name)


EVENTS = Feature(
    name="events",
    title="Event bus, webhooks",
    outputs=("EventBus", "WebhooksTable", "WebhooksQueue", "WebhooksQueueArn", "WebhookFailuresQueue"),
)
WORKFLOW = Feature(
    name="workflow",
    title="State machine",
    outputs=("StateMachine",),
    on={"Workflow": WorkflowMode.STEPFUNCTIONS},
)
MODERATION = Feature(
    name="moderation",
    title="Moderation permissions",
    on={"Moderation": ModerationMode.REKOGNITION},
)
FACES = Feature(
    name="faces",
    title="Face detection permissions",
    on={"FaceDetection": FaceDetectionMode.REKOGNITION},
)
CDN = Feature(
    name="cdn",
    title="CDN",
    outputs=(
        *("PublicBaseUrl", "DistributionArn", "DistributionId"),
        *("InvalidationsQueue", "InvalidationsQueueArn"),
    ),
)
ALARMS = Feature(name="operations", title="Alarms, dashboard", initial=True)
BUDGET = Feature(name="budget", title="Budget")
FEATURES = (EVENTS, CDN, WORKFLOW, MODERATION, FACES, ALARMS, BUDGET)
