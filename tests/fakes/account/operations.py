"""Carries out the operations on fake stacks: create, update, roll back, delete."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.fakes.account.errors import ResourceFailed
from tests.fakes.account.evaluation import Resource
from tests.fakes.account.resources import Resources
from tests.fakes.account.stack import Event, FakeStack


@dataclass
class Operations:
    """`failures` have the reason why a resource can't be changed, by the names of its stack and itself.

    The rollback of a stack in `stuck` fails. `log` has the name and final status of each operation.
    `observe` is called after each operation.
    """

    resources: Resources
    failures: dict[tuple[str, str], str] = field(default_factory=dict)
    stuck: set[str] = field(default_factory=set)
    log: list[tuple[str, str]] = field(default_factory=list)
    observe: Callable[[], None] = lambda: None

    def finish(self, stack: FakeStack) -> bool:
        """Finish the running operation; return whether the stack still exists."""
        match stack.status:
            case "CREATE_IN_PROGRESS":
                self._create(stack)
            case "UPDATE_IN_PROGRESS":
                self._update(stack)
            case "UPDATE_ROLLBACK_IN_PROGRESS":
                self._roll_back(stack)
            case "DELETE_IN_PROGRESS":
                self._delete(stack)
        self.log.append((stack.name, stack.status))
        self.observe()
        return stack.status != "DELETE_COMPLETE"

    def _create(self, stack: FakeStack) -> None:
        if self._apply(stack):
            stack.outputs = stack.target.outputs
            stack.set_status("CREATE_COMPLETE")
            return
        stack.set_status("ROLLBACK_IN_PROGRESS")
        done = stack.name not in self.stuck and self._remove(stack, [*stack.resources.values()])
        stack.set_status("ROLLBACK_COMPLETE" if done else "ROLLBACK_FAILED")

    def _update(self, stack: FakeStack) -> None:
        before = dict(stack.resources)
        if self._apply(stack):
            obsolete = [each for name, each in before.items() if name not in stack.target.resources]
            self._remove(stack, [each for each in obsolete if not each.retained])
            stack.resources = dict(stack.target.resources)
            stack.outputs = stack.target.outputs
            stack.set_status("UPDATE_COMPLETE")
            return
        added = [each for name, each in stack.resources.items() if name not in before]
        self._remove(stack, added)
        for resource in before.values():
            self.resources.update(resource)
        stack.resources = before
        stack.set_status("UPDATE_ROLLBACK_IN_PROGRESS")
        self._roll_back(stack)

    def _roll_back(self, stack: FakeStack) -> None:
        assert stack.previous is not None
        stack.body, stack.parameters = stack.previous
        if stack.name in self.stuck:
            stack.events.append(Event("Stuck", "UPDATE_FAILED", "this one can't be rolled back"))
            stack.set_status("UPDATE_ROLLBACK_FAILED")
        else:
            stack.set_status("UPDATE_ROLLBACK_COMPLETE")

    def _delete(self, stack: FakeStack) -> None:
        deleted = self._remove(stack, [each for each in stack.resources.values() if not each.retained])
        stack.set_status("DELETE_COMPLETE" if deleted else "DELETE_FAILED")

    def _apply(self, stack: FakeStack) -> bool:
        """Create and update resources up to the first failure; return whether there was none."""
        for name, resource in stack.target.resources.items():
            before = stack.resources.get(name)
            if before == resource:
                continue
            try:
                self._fail(stack, name)
                change = self.resources.update if before else self.resources.create
                change(resource)
            except ResourceFailed as error:
                status = "UPDATE_FAILED" if before else "CREATE_FAILED"
                stack.events.append(Event(name, status, str(error)))
                for other in list(stack.target.resources)[-2:]:
                    stack.events.append(Event(other, status, "Resource creation cancelled"))
                if not before:
                    stack.failed[name] = resource.kind
                return False
            stack.resources[name] = resource
            stack.events.append(Event(name, "UPDATE_COMPLETE" if before else "CREATE_COMPLETE"))
        return True

    def _remove(self, stack: FakeStack, resources: Iterable[Resource]) -> bool:
        """Delete resources in the opposite order; return whether none failed."""
        failed = False
        for resource in reversed([*resources]):
            try:
                self._fail(stack, f"{resource.name} deletion")
                self.resources.delete(resource)
                del stack.resources[resource.name]
            except ResourceFailed as error:
                failed = True
                stack.events.append(Event(resource.name, "DELETE_FAILED", str(error)))
        return not failed

    def _fail(self, stack: FakeStack, name: str) -> None:
        if reason := self.failures.get((stack.name, name)):
            raise ResourceFailed(reason)
