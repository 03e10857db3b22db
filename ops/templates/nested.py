"""The stacks that the root template nests, in the order in which they build on each other."""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from ops.templates import conditions
from ops.templates.intrinsics import Json, equals

EVENTS = "WithEvents"
WORKFLOW = "WithWorkflow"
MODERATION = "WithModeration"
FACES = "WithFaceDetection"
ALARMS = "WithAlarms"
CONDITIONS: Mapping[str, Json] = MappingProxyType(
    {
        EVENTS: equals("Events", "true"),
        WORKFLOW: equals("Workflow", "stepfunctions"),
        MODERATION: equals("Moderation", "rekognition"),
        FACES: equals("FaceDetection", "rekognition"),
        ALARMS: equals("Alarms", "true"),
        **{name: conditions.CONDITIONS[name] for name in (conditions.CDN, conditions.DOMAIN)},
    }
)
APP = "app.json"


class NestedStack(Struct, frozen=True, kw_only=True):
    """A stack: its logical ID, its template's file name, and the condition on which it exists."""

    name: str
    file: str
    condition: str | None = None


STACKS = (
    NestedStack(name="StorageStack", file="storage.yaml"),
    NestedStack(name="EventsStack", file="events.yaml", condition=EVENTS),
    NestedStack(name="AccessStack", file="access.yaml"),
    NestedStack(name="WorkflowStack", file="workflow.yaml", condition=WORKFLOW),
    NestedStack(name="ModerationStack", file="moderation.yaml", condition=MODERATION),
    NestedStack(name="FacesStack", file="faces.yaml", condition=FACES),
    NestedStack(name="AppStack", file=APP),
    NestedStack(name="OperationsStack", file="operations.yaml", condition=ALARMS),
)

# Outputs that exist only on a condition.
OUTPUT_CONDITIONS: Mapping[str, str] = MappingProxyType(
    {"DeliverWebhookRole": EVENTS, "InvalidateCdnRole": conditions.CDN, "DomainTarget": conditions.DOMAIN}
)
