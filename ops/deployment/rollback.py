"""The steps that return a stage to the previous version of its code, templates and presets."""

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from ops.cloudformation.names import Stack, Stage
from ops.cloudformation.parameters import Values
from ops.cloudformation.snapshot import Snapshot
from ops.cloudformation.stacks import Report
from ops.deployment import cdn_keys, prerequisites, stage_presets, table_indexes
from ops.deployment.artifacts import Artifacts
from ops.deployment.request import Request
from ops.deployment.stage_values import StageValues
from ops.deployment.steps import Step, StepFailed
from ops.deployment.tools import Tools
from ops.deployment.versions import swapped
from ops.templates.edge_function import edge_policy

_AGAIN = "Fix the cause and run the same command again."


class Rollback(Struct, frozen=True, kw_only=True, dict=True):
    """Exchanges the current version and the previous one, so that a second rollback returns to the first."""

    stage: Stage
    tools: Tools

    def plan(self) -> Iterator[Step]:
        """Yield the steps in order."""
        yield Step(title="Previous version", action=self.check, advice=_AGAIN)
        now = Snapshot(self.tools.stacks)
        for stack in self.stage.stacks[1:]:
            if now.in_use(stack) and self._artifacts.has(self._prefix, stack.template):
                yield self._step(stack)
        if now.in_use(self.stage.cdn):
            yield cdn_keys.step(self.stage, self.tools, _AGAIN)

    def check(self, report: Report) -> str:
        """Check that there is a previous version, for the same processor. Raises StepFailed."""
        account = prerequisites.account(self.tools.clients)
        for stack in self.stage.stacks:
            self.tools.stacks.settle(stack, report)
        if not self._before:
            raise StepFailed(f"There is no stage {self.stage.name!r} in account {account}")
        if not self._prefix:
            raise StepFailed(
                "There is no previous version; all deployments so far had the same code and presets"
            )
        architecture = self._before["Architecture"]
        if architecture not in self._artifacts.architectures(self._prefix):
            raise StepFailed(
                f"The previous version in s3://{self._artifacts.bucket}/{self._prefix} has no package for"
                f" {architecture}; deploy the earlier code with `ops deploy`"
            )
        return self._prefix

    @cached_property
    def _before(self) -> dict[str, str]:
        return self.tools.stacks.parameters(self.stage.app)

    @cached_property
    def _policy(self) -> str:
        """What the CDN must know of the previous presets."""
        return edge_policy(
            stage_presets.deployed({**self._before, **swapped(self._before)}, self.tools).presets
        )

    @property
    def _prefix(self) -> str:
        return swapped(self._before).get("ReleasePrefix", "")

    @property
    def _artifacts(self) -> Artifacts:
        return Artifacts(self.tools.clients.s3, self._before["ArtifactBucket"])

    def _step(self, stack: Stack) -> Step:
        return Step(
            title=stack.name,
            action=lambda report: self._deploy(stack, report),
            advice=f"{_AGAIN} CloudFormation has rolled the stack back; its console shows all events.",
        )

    def _deploy(self, stack: Stack, report: Report) -> str:
        artifacts, stacks = self._artifacts, self.tools.stacks
        text = artifacts.text(self._prefix, stack.template)
        table_indexes.prepare(self.tools.clients, stacks, stack, text, report)
        version = artifacts.version(self._prefix)
        template = artifacts.template(self._prefix, stack.template, version)
        return stacks.deploy(stack, template, self._values(stack), report)

    def _values(self, stack: Stack) -> Values:
        """Return the values of a deployment without options, because versions differ in their parameters."""
        now = Snapshot(self.tools.stacks)
        values = StageValues(request=Request(stage=self.stage), before=self._before, now=now)
        version = swapped(self._before)
        if stack == self.stage.app:
            return values.values(**version)
        if stack == self.stage.cdn:
            return values.values(**version, OnDemandPolicy=self._policy)
        # The functions may need the right to read the presets until they are updated, which comes last.
        return values.additions(stack, **version)
