"""The deployment's settings, parsed once from environment variables."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Self

from chalicelib.config import env_parsing as parse
from chalicelib.config import rules, variable_names
from chalicelib.config.enums import FormReuse, WorkflowMode
from chalicelib.config.rendering_settings import AnalysisSettings
from chalicelib.config.resources import Resources

_MIB = 1024 * 1024


class Settings(AnalysisSettings, frozen=True, kw_only=True):
    """The settings of one deployment. Sizes are in bytes, lifetimes in seconds.

    The string below each field is its description in docs/reference/configuration.md, which
    `python -m docsite.configuration` writes.
    """

    upload_prefix: str = "images/"
    """Folder to process in the upload bucket. Objects outside this folder are ignored."""
    max_upload_bytes: int = 50 * _MIB
    """Maximum size of a file, in bytes."""
    upload_expires: int = 600
    """Lifetime of an upload form, in seconds; at most 604800 (7 days). On Lambda, a form
    also expires when the function's credentials do, which is after a few hours."""
    status_url_expires: int = 900
    """Lifetime of a status URL, in seconds; at most 604800 (7 days). With it, a browser reads the status of
    one image without a token."""
    stuck_after: int = 900
    """Seconds after which the sweep retries an unfinished image. It must be more than `UPLOAD_EXPIRES`. With
    `WORKFLOW=stepfunctions`, it must also be more than 660."""
    url_expires: int = 900
    """Lifetime of a signed variant URL, in seconds; at most 604800 (7 days). At least half of it is left when
    you get the URL, since URLs are signed at rounded times. On Lambda, a URL also expires when the function's
    credentials do, which is after a few hours."""
    public_base_url: str | None = None
    """Base URL of a CDN that serves the processed bucket. If it is not set, variant URLs are signed."""
    distribution_id: str | None = None
    """ID of the CloudFront distribution that serves the processed bucket, if the deployment has one."""
    invalidations_queue: str | None = None
    """SQS queue of deleted and rejected images whose copies CloudFront must drop. If it is not set, no copies
    are invalidated (`docs/howto/cdn.md`)."""
    invalidations_per_day: int = 1_000
    """Maximum number of images per owner and day that are invalidated one by one. Beyond it, CloudFront drops
    its copies of all images, at most once every five minutes."""
    public_variants: bool = False
    """If `true`, `GET /images/{id}/variants/{name}` needs no token, and `GET /v/{id}/{version}/{file}`
    leads to current files."""
    grace_days: int = 7
    """Days for which a variant's file stays after a newer one has replaced it, at most 365. With `0`, it is
    removed within minutes. Variants of deleted and rejected images are always removed at once."""
    artifact_bucket: str | None = None
    """Bucket for files of the deployment. `PRESETS` needs it."""
    presets: str | None = None
    """Key of a presets file in the artifact bucket. If it is not set, the presets in the package apply
    (`docs/howto/presets.md`)."""
    presets_version: str | None = None
    """S3 version id of the presets file. `PRESETS` needs it."""
    process_function: str | None = None
    """Name of the function that processes uploads: `darkroom-STAGE-process_upload`. `reprocess` and the
    sweep need it."""
    workflow: WorkflowMode = WorkflowMode.DIRECT
    """With `direct`, one function processes each image. With `stepfunctions`, a state machine does
    (`docs/workflow.md`)."""
    state_machine: str | None = None
    """ARN of the state machine. `WORKFLOW=stepfunctions` needs it."""
    default_owner: str = "public"
    """Owner of images that other tools put into the upload bucket, and of tokens without `--owner`."""
    auth_issuer: str | None = None
    """OpenID Connect issuer whose tokens are accepted in addition to API tokens. Set `AUTH_AUDIENCE`
    too."""
    auth_audience: str | None = None
    """Audience that OpenID Connect tokens must have. Set `AUTH_ISSUER` too."""
    cors_origins: tuple[str, ...] = ()
    """Comma-separated origins of pages that may call the API, such as `https://www.example.com`."""
    images_per_day: int = 10_000
    """Maximum number of images per owner and day. Each upload form and each `reprocess` request counts as
    one image."""
    bytes_per_day: int = 50 * 1024 * _MIB
    """Maximum number of bytes per owner and day; at least `MAX_UPLOAD_BYTES`. A form without a declared
    `size` counts as `MAX_UPLOAD_BYTES`."""
    reads_per_day: int = 500_000
    """Maximum number of images that an owner reads per day. Each request that needs the scope `read` counts
    as one image, a page of a listing as all images that it contains, and a change of metadata as ten."""
    open_forms: int = 2_000
    """Maximum number of open upload forms per owner."""
    form_reuse: FormReuse = FormReuse.REFUSE
    """What happens to another file that is uploaded with a form which was used before. With `refuse`, it is
    removed. With `charge`, it replaces the image and counts as one more image (`docs/access.md`)."""
    owner_share: float = 0.5
    """Share of `PROCESS_CONCURRENCY` that one owner can use while other owners' images are processed; from
    0.01 to 1, which turns this limit off (`docs/scaling.md`)."""
    process_concurrency: int = 50
    """Reserved concurrency of `process_upload`, from 2 to 1000; 0 without one (`docs/scaling.md`)."""
    event_bus: str | None = None
    """EventBridge bus for events. If it is not set, no events are published."""
    webhooks_table: str | None = None
    """DynamoDB table for webhook endpoints and their secrets."""
    webhooks_queue: str | None = None
    """SQS queue of events to deliver as webhooks. If it is not set, webhooks are off."""
    webhook_allow_loopback: bool = False
    """For development. If `true`, webhooks may also go to loopback addresses, with HTTPS or plain HTTP."""
    stage: str = "dev"
    """Name of the stage in logs and metrics."""
    log_retention_days: int = 30
    """Days for which the functions' logs are kept, as reports about erasures state it. It does not change the
    logs."""
    tracing: bool = False
    """If `true`, AWS X-Ray traces each processing step."""

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read and validate all settings. Raises ConfigurationError, which names the variable.

        Other variables are ignored, except those that look like a misspelled setting.
        """
        variables = {name: name.upper() for name in cls.__struct_fields__}
        variable_names.check(env, variables.values())
        settings = cls(**{name: _value(env, variable, name) for name, variable in variables.items()})
        settings._check()
        return settings

    def _check(self) -> None:
        rules.check_buckets(self.upload_bucket, self.dest_bucket)
        rules.check_upload_prefix(self.upload_prefix)
        rules.check_presets(self.artifact_bucket, self.presets, self.presets_version)
        rules.check_cdn(self.distribution_id, self.invalidations_queue)
        rules.check_issuer(self.auth_issuer, self.auth_audience)
        rules.check_owner(self.default_owner)
        rules.check_quota(self.bytes_per_day, self.max_upload_bytes)
        rules.check_workflow(self.workflow, self.state_machine)
        rules.check_lifetimes(self.stuck_after, self.upload_expires, self.workflow)


_NO_RESOURCES: dict[str, Any] = dict.fromkeys(Resources.__struct_fields__, "")
DEFAULTS = Settings(**_NO_RESOURCES)
"""The settings of an empty environment. The names of resources are empty, since they have no default."""

_PARSERS: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        **dict.fromkeys(Resources.__struct_fields__, parse.required),
        **dict.fromkeys(("upload_expires", "url_expires", "status_url_expires"), parse.lifetime),
        "max_decode_bytes": parse.decode_budget,
        "grace_days": parse.days,
        "moderation_threshold": parse.percentage,
        "moderation_labels": parse.listed,
        "cors_origins": parse.origins,
        "process_concurrency": parse.concurrency,
    }
)


def _value(env: Mapping[str, str], variable: str, name: str) -> Any:  # noqa: ANN401 - of the field's type
    default = getattr(DEFAULTS, name)
    parse_value = _PARSERS.get(name) or parse.of_type(default)
    return parse_value(env, variable, default)
