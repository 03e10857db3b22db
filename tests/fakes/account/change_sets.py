"""Fake change sets: what an update of a stack would change."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.account.evaluation import Evaluated
from tests.fakes.account.paginators import FakePaginator
from tests.fakes.account.stack import FakeStack


@dataclass
class FakeChangeSets:
    """The change sets of an account by name. Those that are created fail if there is an `error`."""

    made: dict[str, dict[str, Any]] = field(default_factory=dict)
    error: str = ""

    def create(self, name: str, stack: FakeStack, target: Evaluated) -> None:
        changes = list(_changes(stack, target))
        self.made[name] = {"Status": "CREATE_PENDING", "Changes": changes}
        if self.error:
            self.made[name]["StatusReason"] = self.error
        elif not changes and target.outputs == stack.outputs:
            self.made[name]["StatusReason"] = "The submitted information didn't contain changes."

    def finish(self) -> None:
        """End the creation of all change sets."""
        for change_set in self.made.values():
            change_set["Status"] = "FAILED" if "StatusReason" in change_set else "CREATE_COMPLETE"

    def paginator(self) -> FakePaginator:
        return FakePaginator("Changes", lambda ChangeSetName, **_: self.made[ChangeSetName]["Changes"])


def _changes(stack: FakeStack, target: Evaluated) -> Iterator[dict[str, Any]]:
    for name in {**stack.resources, **target.resources}:
        before, after = stack.resources.get(name), target.resources.get(name)
        if before != after:
            action = "Remove" if after is None else "Modify" if before else "Add"
            (kind,) = {each.kind for each in (before, after) if each}
            about = {"Action": action, "LogicalResourceId": name, "ResourceType": kind}
            yield {"Type": "Resource", "ResourceChange": about}
