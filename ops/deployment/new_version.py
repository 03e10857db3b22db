"""The version of code, templates and presets that a deployment brings."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ops.cloudformation.names import Stack
from ops.cloudformation.parameters import Template
from ops.cloudformation.stacks import Report
from ops.deployment import stage_presets, versions
from ops.deployment.artifacts import PRESETS, Artifacts
from ops.deployment.concurrency import INITIAL, ON_DEMAND_INITIAL, affordable
from ops.deployment.request import Request
from ops.deployment.stage_values import TO_BE_CREATED
from ops.deployment.tools import Tools
from ops.packaging.build import ARCHITECTURES
from ops.packaging.release import Release
from ops.templates.edge_function import edge_policy
from ops.templates.intrinsics import Json


@dataclass(kw_only=True)
class NewVersion:
    """Builds the release of a checkout, and uploads it to the artifact bucket of a stage.

    `settings` are the app's parameters for this deployment, `before` those from before it.
    """

    request: Request
    settings: Mapping[str, str]
    before: Mapping[str, str]
    tools: Tools
    _presets: dict[str, str] = field(default_factory=dict, init=False)

    @cached_property
    def release(self) -> Release:
        """The release, built on first use.

        Raises KernelNotBuilt, PackageIncomplete, PackageMismatch, AppNotLoadable.
        """
        project, architecture = self.tools.project, self.settings.get("Architecture", ARCHITECTURES[0])
        return self.tools.build(project, project / ".build" / "release", [architecture])

    @cached_property
    def artifacts(self) -> Artifacts:
        """The artifact bucket, which must exist."""
        bucket = self.tools.stacks.outputs(self.request.stage.artifacts)["ArtifactBucket"]
        return Artifacts(self.tools.clients.s3, bucket)

    def template(self, stack: Stack) -> Template:
        """Return the template of a stack in this release."""
        return self.artifacts.template(self.release.prefix, stack.template, self.release.version)

    def template_text(self, stack: Stack) -> str:
        """Return the text of a stack's template."""
        return (self.release.folder / stack.template).read_text("utf-8")

    def app_template(self) -> Json:
        """Return the parsed template of the app."""
        template: Json = json.loads((self.release.folder / self.request.stage.app.template).read_bytes())
        return template

    def upload(self, report: Report) -> int:
        """Upload the release and the presets; return the number of new objects."""
        uploaded = self.artifacts.upload(self.release.files(), self.release.prefix, report)
        if content := self.request.presets:
            version = self._stored_presets(content)
            if version is None:
                version = self.artifacts.store_presets(content)
                uploaded += 1
            self._presets = {"Presets": PRESETS, "PresetsVersion": version}
        return uploaded

    def upload_templates(self, report: Report) -> None:
        """Upload only the templates, for a preview."""
        templates = [file for file in self.release.files() if file.suffix != ".zip"]
        self.artifacts.upload(templates, self.release.prefix, report)
        if content := self.request.presets:
            version = self._stored_presets(content) or TO_BE_CREATED
            self._presets = {"Presets": PRESETS, "PresetsVersion": version}

    @cached_property
    def initial(self) -> dict[str, str]:
        """The concurrency that the account allows to reserve, where neither stage nor request has any."""
        wanted = {"Concurrency": INITIAL, "OnDemandConcurrency": ON_DEMAND_INITIAL}
        absent = {name: each for name, each in wanted.items() if name not in self.settings}
        if not absent:
            return {}
        found = affordable(self.tools.clients.functions, absent)
        return {name: str(concurrency) for name, concurrency in found.items()}

    def parameters(self) -> dict[str, str]:
        """Return the parameters of the app and the CDN for this version, once it is uploaded."""
        after = {**self.settings, **self._presets, "ReleasePrefix": self.release.prefix}
        return versions.updated(self.before, after) | self.initial | {"OnDemandPolicy": self._policy}

    @cached_property
    def _policy(self) -> str:
        """What the CDN must know of the presets."""
        return edge_policy(stage_presets.requested(self.request, self.settings, self.tools).presets)

    def _stored_presets(self, content: bytes) -> str | None:
        return self.artifacts.stored_presets(content, self.before.get("PresetsVersion", ""))
