"""The plan of a removal: the opposite order, and data only if that is said or there is none."""

from collections.abc import Iterator
from dataclasses import dataclass

from ops.stage import logs, prerequisites
from ops.stage.features import EVENTS, ON_ROLES
from ops.stage.holdings import Holdings
from ops.stage.memory import Memory
from ops.stage.names import Stack, Stage
from ops.stage.steps import Step, StepFailed, Tell
from ops.stage.tools import Tools

_AGAIN = "Fix the cause and run the same command again. It skips what is already deleted."
_DATA = "Nothing was deleted. To delete the images, too, run the same command with --delete-data."


@dataclass(frozen=True, kw_only=True)
class Removal:
    """Takes one stage out of the account."""

    stage: Stage
    delete_data: bool
    tools: Tools

    def plan(self) -> Iterator[Step]:
        """Yield the steps in their order; the first two touch nothing."""
        stage = self.stage
        yield Step(title="Credentials", action=self.check, advice=_AGAIN)
        yield Step(title="Data", action=self.look_for_data, advice=_DATA)
        yield self._removal("Alarms, dashboard", stage.operations)
        yield Step(title="Functions, API, logs (chalice delete)", action=self.functions, advice=_AGAIN)
        for feature in ON_ROLES:
            yield self._removal(feature.title, feature.stack(stage))
        yield self._removal("Roles", stage.access)
        for stack, title in ((EVENTS.stack(stage), EVENTS.title), (stage.storage, "Buckets, tables, queues")):
            # while the stack still knows their names
            yield Step(title=f"Data of {stack.name}", action=self._holdings(stack).remove, advice=_AGAIN)
            yield self._removal(title, stack)
        yield Step(
            title=f"Stage {stage.name} in {self.tools.config.path.name}", action=self.forget, advice=_AGAIN
        )

    def check(self, _: Tell) -> str:
        """Say whose account it is."""
        return f"account {prerequisites.account(self.tools.clients)}, {self.tools.clients.region}"

    def look_for_data(self, _: Tell) -> str:
        """Refuse to go on over data that nobody has agreed to lose."""
        filled = self._images()
        if filled and not self.delete_data:
            raise StepFailed(f"These buckets are not empty: {', '.join(filled)}")
        return f"deleted with {', '.join(filled)}" if filled else "none"

    def functions(self, tell: Tell) -> str:
        """Let Chalice delete what it has deployed, going by the kept note if there is none here."""
        note = self.tools.chalice.state(self.stage)
        memory = self._memory()
        if memory is not None:
            memory.recall(note)
        resources = self.tools.chalice.resources(self.stage)
        if not resources:
            return "not found"
        self.tools.chalice.delete(self.stage, tell)
        logs.remove(self.tools.clients.logs, logs.noted(resources))
        if memory is not None:
            memory.forget()
        return "deleted"

    def forget(self, _: Tell) -> str:
        """Drop the stage from Chalice's configuration."""
        self.tools.config.remove(self.stage)
        return "deleted"

    def _memory(self) -> Memory | None:
        bucket = self.tools.stacks.outputs(self.stage.storage).get("UploadBucket")
        return None if bucket is None else Memory(self.tools.clients.s3, bucket, self.stage.name)

    def _holdings(self, stack: Stack) -> Holdings:
        return Holdings(self.tools.clients, self.tools.stacks, stack)

    def _images(self) -> list[str]:
        memory = self._memory()
        return self._holdings(self.stage.storage).filled_buckets(beside=memory.key if memory else "")

    def _removal(self, title: str, stack: Stack) -> Step:
        return Step(
            title=f"{title} ({stack.name})",
            action=lambda tell: self.tools.stacks.remove(stack, tell),
            advice=_AGAIN,
        )
