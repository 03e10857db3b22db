"""What the steps of a deployment do."""

from functools import cached_property

from msgspec import Struct

from ops.cloudformation.names import Stack, Stage
from ops.cloudformation.parameters import Values
from ops.cloudformation.snapshot import Snapshot
from ops.cloudformation.stacks import Report
from ops.deployment import table_indexes
from ops.deployment.checks import Checks
from ops.deployment.existing_bucket import ExistingBucket
from ops.deployment.new_version import NewVersion
from ops.deployment.request import Request
from ops.deployment.stage_values import StageValues
from ops.deployment.steps import StepFailed
from ops.deployment.tools import Tools
from ops.templates.environment import check_environment


class Actions(Struct, frozen=True, kw_only=True, dict=True):
    """The actions for one request. Each returns its result in a few words, and can be repeated."""

    request: Request
    tools: Tools

    @property
    def stage(self) -> Stage:
        """The stage to deploy."""
        return self.request.stage

    @cached_property
    def before(self) -> dict[str, str]:
        """The app's parameters before this deployment; none for a new stage."""
        return self.tools.stacks.parameters(self.stage.app)

    @property
    def values(self) -> StageValues:
        """The values that the stacks are given, as of now."""
        return StageValues(request=self.request, before=self.before, now=Snapshot(self.tools.stacks))

    @cached_property
    def version(self) -> NewVersion:
        """The version to deploy."""
        return NewVersion(
            request=self.request, settings=self.values.settings(), before=self.before, tools=self.tools
        )

    def check(self, report: Report) -> str:
        """Check the prerequisites; nothing is changed yet. Waits for operations that are still running."""
        checks = Checks(request=self.request, tools=self.tools)
        account = checks.local()
        for stack in self.stage.stacks:
            # Until its operation ends, a stack's parameters may be those of an update that fails.
            self.tools.stacks.settle(stack, report)
        checks.stage(self.values)
        return f"account {account}, {self.tools.clients.region}"

    def artifact_bucket(self, report: Report) -> str:
        """Create the bucket for templates, packages and presets."""
        template = self.tools.project / "infra" / self.stage.artifacts.template
        return self.tools.stacks.deploy_body(self.stage.artifacts, template.read_text("utf-8"), report)

    def upload(self, report: Report) -> str:
        """Build the release, and upload it with the presets."""
        report("building")
        self._check_environment(self.values.values())
        return "uploaded" if self.version.upload(report) else "no change"

    def add(self, stack: Stack, report: Report) -> str:
        """Create or update a stack, but take nothing away that the functions may still use."""
        text = self.version.template_text(stack)
        table_indexes.prepare(self.tools.clients, self.tools.stacks, stack, text, report)
        return self._deploy(stack, self.values.additions(stack, **self.version.parameters()), report)

    def update(self, stack: Stack, report: Report) -> str:
        """Create or update a stack, and take away what is no longer used."""
        return self._deploy(stack, self.values.values(**self.version.parameters()), report)

    def app(self, stack: Stack, report: Report) -> str:
        """Create or update the functions and the API."""
        if self.tools.stacks.parameters(stack) != self.before:
            raise StepFailed(f"Another deployment has changed {stack.name} since this one started")
        values = self.values.values(**self.version.parameters())
        self._check_environment(values)
        return self._deploy(stack, values, report)

    def complete(self, stack: Stack, report: Report) -> str:
        """Connect the upload bucket with its function and with pages, and protect the tables."""
        return self._deploy(stack, self.values.additions(stack, DeletionProtection="true"), report)

    def connect_existing_bucket(self, report: Report) -> str:
        """Let an existing upload bucket send its events to EventBridge."""
        bucket = ExistingBucket(self.tools.clients, self.values.upload_bucket)
        if bucket.sends_to_eventbridge:
            return "no change"
        # Recorded first, so that `ops destroy` knows it even if this run is interrupted here.
        self.tools.stacks.change(self.stage.storage, {"EnabledEventBridge": "true"}, report)
        bucket.enable_eventbridge()
        return f"{bucket.name} now sends events to EventBridge"

    def delete_old_indexes(self, stack: Stack, report: Report) -> str:
        """Delete the indexes that only release 0.9 uses."""
        return table_indexes.take_steps(self.tools.stacks, stack, table_indexes.LAST, report)

    def delete(self, stack: Stack, report: Report) -> str:
        """Delete the stack of a feature that was turned off."""
        return self.tools.stacks.delete(stack, report)

    def delete_old_releases(self, _: Report) -> str:
        """Delete releases that are neither the current nor the previous one."""
        given = self.tools.stacks.parameters(self.stage.app)
        keep = {given.get("ReleasePrefix", ""), given.get("PreviousReleasePrefix", "")}
        deleted = self.version.artifacts.delete_releases(keep=keep)
        return f"deleted {deleted} files" if deleted else "no change"

    def _check_environment(self, values: Values) -> None:
        """Check the size of the functions' environment. Names of resources that don't exist yet are empty."""
        check_environment(self.version.app_template(), values.given)

    def _deploy(self, stack: Stack, values: Values, report: Report) -> str:
        return self.tools.stacks.deploy(stack, self.version.template(stack), values, report)
