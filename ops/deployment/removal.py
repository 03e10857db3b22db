"""The steps that delete a stage. They delete images only if that is requested."""

from collections.abc import Iterator

from msgspec import Struct

from ops.cloudformation.names import Stack, Stage
from ops.cloudformation.parameters import previous
from ops.cloudformation.stacks import Report
from ops.deployment import prerequisites
from ops.deployment.data import Data
from ops.deployment.existing_bucket import ExistingBucket
from ops.deployment.features import ALARMS, BUDGET, CDN, EVENTS, FACES, MODERATION, WORKFLOW
from ops.deployment.steps import Step, StepFailed
from ops.deployment.tools import Tools
from ops.signing_keys.parameter import KeysParameter

_AGAIN = "Fix the cause and run the same command again. It skips what is already deleted."
_DATA = "No data was deleted. To delete the images, too, run the same command with --delete-data."


class Removal(Struct, frozen=True, kw_only=True):
    """Deletes one stage from the account."""

    stage: Stage
    delete_data: bool
    tools: Tools

    def plan(self) -> Iterator[Step]:
        """Yield the steps in order; the first two change nothing."""
        stage = self.stage
        yield Step(title="Credentials", action=self.check, advice=_AGAIN)
        yield Step(title="Data", action=self.check_data, advice=_DATA)
        yield Step(title="Notifications of the upload bucket", action=self.notifications, advice=_AGAIN)
        yield self._deletion("Functions, API, logs", stage.app)
        for feature in (ALARMS, BUDGET, WORKFLOW, MODERATION, FACES):
            yield self._deletion(feature.title, feature.stack(stage))
        yield self._deletion("Roles", stage.access)
        yield self._deletion(CDN.title, stage.cdn)
        yield Step(title="Signing keys", action=self.signing_keys, advice=_AGAIN)
        for stack, title in ((EVENTS.stack(stage), EVENTS.title), (stage.storage, "Buckets, tables, queues")):
            # Only the stack knows the names of what it retains, so the data goes first.
            yield Step(title=f"Data of {stack.name}", action=self._data(stack).delete, advice=_AGAIN)
            yield self._deletion(title, stack)
        releases = self._data(stage.artifacts)
        yield Step(title=f"Data of {stage.artifacts.name}", action=releases.empty, advice=_AGAIN)
        yield self._deletion("Artifact bucket", stage.artifacts)

    def existing_buckets(self) -> list[str]:
        """Return the existing buckets that the stage uses, and that stay."""
        # After a deletion that failed, too.
        given = previous(self.tools.stacks.describe(self.stage.storage))
        return [name for each in ("Upload", "Dest") if (name := given.get(f"Existing{each}Bucket"))]

    def check(self, report: Report) -> str:
        """Show the account. Waits for operations that are still running. Raises StepFailed."""
        where = f"account {prerequisites.account(self.tools.clients)}, {self.tools.clients.region}"
        statuses = [self.tools.stacks.settle(stack, report) for stack in self.stage.stacks]
        if not any(statuses):
            prerequisites.check_functions(self.tools.clients, self.stage)
            raise StepFailed(f"There is no stage {self.stage.name!r} in {where}")
        return where

    def check_data(self, _: Report) -> str:
        """Stop if there are images that nobody has agreed to lose. Raises StepFailed."""
        filled = self._data(self.stage.storage).filled_buckets()
        if filled and not self.delete_data:
            raise StepFailed(f"These buckets are not empty: {', '.join(filled)}")
        return f"to be deleted with {', '.join(filled)}" if filled else "none"

    def notifications(self, report: Report) -> str:
        """Stop the events of the upload bucket, before the function that they invoke is deleted."""
        stacks, stack = self.tools.stacks, self.stage.storage
        given = stacks.parameters(stack)
        if not given:
            return "not found"
        name = stacks.outputs(stack)["UploadBucket"]
        bucket = ExistingBucket(self.tools.clients, name)
        if not bucket.exists:
            return f"{name} no longer exists"
        if given.get("EnabledEventBridge") == "true":
            return self._disable_eventbridge(bucket)
        if given.get("ProcessUploadArn"):
            return stacks.change(stack, {"ProcessUploadArn": ""}, report)
        return "none"

    def signing_keys(self, _: Report) -> str:
        """Delete the parameter with the keys, which belongs to no stack."""
        keys = KeysParameter(self.tools.clients.parameters, self.stage.signing_keys)
        return "deleted" if keys.delete() else "not found"

    def _disable_eventbridge(self, bucket: ExistingBucket) -> str:
        if others := bucket.other_rules(self.stage):
            return f"{bucket.name} still sends to EventBridge, because of {', '.join(others)}"
        bucket.disable_eventbridge()
        return f"turned off EventBridge for {bucket.name}"

    def _data(self, stack: Stack) -> Data:
        return Data(self.tools.clients, self.tools.stacks, stack, with_objects=self.delete_data)

    def _deletion(self, title: str, stack: Stack) -> Step:
        return Step(
            title=f"{title} ({stack.name})",
            action=lambda report: self.tools.stacks.delete(stack, report),
            advice=_AGAIN,
        )
