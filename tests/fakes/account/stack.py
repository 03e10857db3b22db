"""A fake stack, and the events of its operations."""

from dataclasses import dataclass, field
from typing import Any

from tests.fakes.account.evaluation import Evaluated, Resource


@dataclass
class Event:
    """An event of a stack or of one of its resources."""

    name: str
    status: str
    reason: str = ""


@dataclass
class FakeStack:
    """`target` is what a running operation changes the stack to. `failed` are resources without an ID."""

    name: str
    status: str
    body: str
    parameters: dict[str, str]
    target: Evaluated
    resources: dict[str, Resource] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    previous: tuple[str, dict[str, str]] | None = None
    tags: list[dict[str, str]] = field(default_factory=list)

    def set_status(self, status: str) -> None:
        self.status = status
        self.events.append(Event(self.name, status))

    @property
    def is_running(self) -> bool:
        return self.status.endswith("_IN_PROGRESS") and self.status != "REVIEW_IN_PROGRESS"

    def described(self) -> dict[str, Any]:
        parameters = self.parameters.items()
        return {
            "StackName": self.name,
            "StackStatus": self.status,
            "Parameters": [{"ParameterKey": name, "ParameterValue": value} for name, value in parameters],
            "Tags": self.tags,
            "Outputs": [{"OutputKey": name, "OutputValue": value} for name, value in self.outputs.items()],
        }

    def events_newest_first(self) -> list[dict[str, Any]]:
        return [
            {"LogicalResourceId": each.name, "ResourceStatus": each.status}
            | ({"ResourceStatusReason": each.reason} if each.reason else {})
            for each in reversed(self.events)
        ]

    def listed_resources(self) -> list[dict[str, Any]]:
        made = [
            {
                "LogicalResourceId": each.name,
                "PhysicalResourceId": each.id,
                "ResourceType": each.kind,
                "ResourceStatus": "CREATE_COMPLETE",
            }
            for each in self.resources.values()
        ]
        failed = [
            {"LogicalResourceId": name, "ResourceType": kind, "ResourceStatus": "CREATE_FAILED"}
            for name, kind in self.failed.items()
        ]
        return made + failed
