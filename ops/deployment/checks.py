"""The checks before a deployment: of the checkout, of the request, and of what is in the account."""

from collections.abc import Mapping

from msgspec import Struct

from chalicelib.bootstrap.presets import check_prefixes
from chalicelib.config.settings import DEFAULTS
from ops.deployment import prerequisites, presets_files, stage_presets
from ops.deployment.chalice_config import check_config
from ops.deployment.existing_bucket import ExistingBucket
from ops.deployment.features import BUDGET, CDN
from ops.deployment.request import Request
from ops.deployment.stage_values import StageValues
from ops.deployment.steps import StepFailed
from ops.deployment.tools import Tools
from ops.templates.edge_function import check_length, edge_policy


class Checks(Struct, frozen=True, kw_only=True):
    """The checks for one request. They change nothing."""

    request: Request
    tools: Tools

    def local(self) -> str:
        """Check the interpreter, the checkout and the credentials; return the account."""
        prerequisites.check_interpreter()
        check_config(self.tools.project / ".chalice" / "config.json", self.request.stage)
        presets_files.shipped(self.tools.project)
        return prerequisites.account(self.tools.clients)

    def stage(self, values: StageValues) -> None:
        """Check settings, buckets and names. Raises StepFailed, ConfigurationError."""
        clients, stage = self.tools.clients, self.request.stage
        settings = values.settings()
        prerequisites.check_settings(settings, values.upload_bucket, values.dest_bucket)
        prerequisites.check_certificate(settings.get("CertificateArn", ""), clients.region, "--certificate")
        self._presets(settings, with_cdn=values.on(CDN))
        self._cdn(with_cdn=values.on(CDN))
        if values.on(BUDGET):
            budget = values.now.parameters(BUDGET.stack(stage))
            address = values.values().given.get("AlarmEmail", budget.get("AlarmEmail", ""))
            prerequisites.check_budget(clients.region, address)
        self._buckets_stay(values)
        if values.dest_bucket:
            prerequisites.check_bucket(clients, values.dest_bucket, "--dest-bucket")
        if values.upload_bucket:
            self._upload_bucket(values, settings.get("UploadPrefix", DEFAULTS.upload_prefix))
        if not values.now.exists(stage.app):
            prerequisites.check_functions(clients, stage)

    def _cdn(self, *, with_cdn: bool) -> None:
        if with_cdn:
            prerequisites.check_cdn(self.tools.clients.region)
        elif "CdnDomainName" in self.request.parameters:
            raise StepFailed("--cdn-domain needs a CDN; add --cdn")
        certificate = self.request.parameters.get("CdnCertificateArn", "")
        prerequisites.check_certificate(certificate, prerequisites.CDN_CERTIFICATES, "--cdn-certificate")

    def _presets(self, settings: Mapping[str, str], *, with_cdn: bool) -> None:
        """Check that this checkout takes the stage's presets, with the stage's upload prefix and CDN."""
        found = stage_presets.requested(self.request, settings, self.tools)
        check_prefixes(found.presets, settings.get("UploadPrefix", DEFAULTS.upload_prefix), found.source)
        if with_cdn:
            check_length(edge_policy(found.presets))

    def _upload_bucket(self, values: StageValues, prefix: str) -> None:
        if self.request.parameters.get("UploadEvents") == "s3":
            raise StepFailed("--upload-events s3 is not possible; an existing bucket always uses EventBridge")
        prerequisites.check_bucket(self.tools.clients, values.upload_bucket, "--upload-bucket")
        prerequisites.check_owner(self.tools.clients, values.upload_bucket)
        ExistingBucket(self.tools.clients, values.upload_bucket).check(self.request.stage, prefix)

    def _buckets_stay(self, values: StageValues) -> None:
        """Check that a stage keeps its buckets, because its records are about objects in them."""
        before = values.now.parameters(self.request.stage.storage)
        for option, name in (("--upload-bucket", "UploadBucket"), ("--dest-bucket", "DestBucket")):
            given = self.request.parameters.get(f"Existing{name}")
            if before and given is not None and given != before.get(f"Existing{name}", ""):
                current = values.now.outputs(self.request.stage.storage).get(name, "")
                raise StepFailed(
                    f"{option} {given}: the stage already uses {current}, and its images are there;"
                    " deploy a stage with another name"
                )
