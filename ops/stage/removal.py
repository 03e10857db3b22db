"""The plan of a removal: the opposite order, and data only if that is said or there is none."""

from collections.abc import Sequence
from dataclasses import dataclass

from ops.stage import prerequisites
from ops.stage.holdings import Holdings
from ops.stage.memory import Memory
from ops.stage.names import Stage
from ops.stage.steps import Step, StepFailed, Tell
from ops.stage.tools import Tools

_AGAIN = "Mend the cause and give the same command again: what is gone already is passed over."
_DATA = "Save what you need, and give the same command with --delete-data. Nothing has been removed so far."


@dataclass(frozen=True, kw_only=True)
class Removal:
    """Takes one stage out of the account."""

    stage: Stage
    delete_data: bool
    tools: Tools

    def plan(self) -> Sequence[Step]:
        """Return the steps in their order; the first two touch nothing."""
        stage, stacks = self.stage, self.tools.stacks
        return (
            Step(title="Credentials", action=self.check, advice=_AGAIN),
            Step(title="Data", action=self.look_for_data, advice=_DATA),
            Step(
                title=f"Alarms, dashboard ({stage.operations.name})",
                action=lambda tell: stacks.remove(stage.operations, tell),
                advice=_AGAIN,
            ),
            Step(title="Functions and API (chalice delete)", action=self.functions, advice=_AGAIN),
            Step(
                title=f"Roles ({stage.access.name})",
                action=lambda tell: stacks.remove(stage.access, tell),
                advice=_AGAIN,
            ),
            # while the stack still knows their names
            Step(title="Buckets, tables, queues", action=self._holdings().remove, advice=_AGAIN),
            Step(
                title=f"What held the data ({stage.storage.name})",
                action=lambda tell: stacks.remove(stage.storage, tell),
                advice=_AGAIN,
            ),
            Step(
                title=f"Stage {stage.name} in {self.tools.config.path.name}",
                action=self.forget,
                advice=_AGAIN,
            ),
        )

    def check(self, _: Tell) -> str:
        """Say whose account it is."""
        return f"account {prerequisites.account(self.tools.clients)}, {self.tools.clients.region}"

    def look_for_data(self, _: Tell) -> str:
        """Refuse to go on over data that nobody has agreed to lose."""
        filled = self._pictures()
        if filled and not self.delete_data:
            raise StepFailed(f"These buckets are not empty: {', '.join(filled)}")
        return f"deleted with {', '.join(filled)}" if filled else "none"

    def functions(self, tell: Tell) -> str:
        """Let Chalice delete what it has deployed, going by the kept note if there is none here."""
        note = self.tools.chalice.state(self.stage)
        memory = self._memory()
        if memory is not None:
            memory.recall(note)
        if not self.tools.chalice.resources(self.stage):
            return "were not there"
        self.tools.chalice.delete(self.stage, tell)
        if memory is not None:
            memory.forget()
        return "removed"

    def forget(self, _: Tell) -> str:
        """Drop the stage from Chalice's configuration."""
        self.tools.config.remove(self.stage)
        return "removed"

    def _memory(self) -> Memory | None:
        bucket = self.tools.stacks.outputs(self.stage.storage).get("UploadBucket")
        return None if bucket is None else Memory(self.tools.clients.s3, bucket, self.stage.name)

    def _holdings(self) -> Holdings:
        return Holdings(self.tools.clients, self.tools.stacks, self.stage.storage)

    def _pictures(self) -> list[str]:
        memory = self._memory()
        return self._holdings().filled_buckets(beside=memory.key if memory else "")
