"""The deployment's settings, parsed once from environment variables."""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Self

from chalicelib.errors import ConfigurationError

_MIB = 1024 * 1024
# Signature Version 4 signs for a week at most.
MAX_EXPIRES = 7 * 24 * 60 * 60

# Seconds that an execution can live, and a task that outlives it: infra/workflow.asl.json says 600, and 60.
EXECUTION_LIFETIME = 660

# No more digits than any setting can need, since Python refuses to read thousands of them.
_WHOLE_NUMBER = re.compile(r"[0-9]{1,18}")
# Keys that come by plain HTTP could be anybody's; on this machine nobody is between.
_ISSUER = re.compile(r"https://[^/]|http://127\.0\.0\.1:")
_FOLDER = re.compile(r"([^/]+/)+")
# As browsers write it in `Origin`: https://www.rfc-editor.org/rfc/rfc6454#section-6.2
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What may differ from one deployment to the next. Sizes in bytes, lifetimes in seconds.

    The string below each field goes into the reference: `make docs`.
    """

    upload_bucket: str
    """Bucket that takes the uploads."""
    dest_bucket: str
    """Bucket for the variants; never the same."""
    images_table: str
    """DynamoDB table of the records."""
    tokens_table: str
    """DynamoDB table of the API tokens."""
    failures_queue: str
    """SQS queue of events that Lambda has given up on."""
    upload_prefix: str = "images/"
    """Folder that is processed; everything beside it is left alone."""
    max_upload_bytes: int = 50 * _MIB
    """Largest file, in bytes."""
    max_pixels: int = 100_000_000
    """Largest picture: width times height."""
    upload_expires: int = 600
    """Seconds for which an upload form is good."""
    url_expires: int = 900
    """Seconds for which a variant's signed URL is good."""
    stuck_after: int = 900
    """Seconds after which the sweep takes up an unfinished record; more than `UPLOAD_EXPIRES`."""
    public_base_url: str | None = None
    """Base of variant URLs where a CDN serves the processed bucket; without it they are signed."""
    process_function: str | None = None
    """Name of the function that processes uploads, for `reprocess`: `darkroom-STAGE-process_upload`."""
    workflow: Literal["direct", "stepfunctions"] = "direct"
    """`stepfunctions` has a state machine process the pictures: `docs/workflow.md`."""
    state_machine: str | None = None
    """ARN of that state machine."""
    default_owner: str = "public"
    """Owner of pictures that are put straight into the bucket."""
    public_variants: bool = False
    """`true`: `GET /images/{id}/variants/{name}` asks for no token."""
    auth_issuer: str | None = None
    """OpenID Connect issuer whose tokens count, too."""
    auth_audience: str | None = None
    """Audience that these tokens must be for."""
    cors_origins: tuple[str, ...] = ()
    """Origins whose pages may call the API, with commas between: `https://www.example.com`."""
    event_bus: str | None = None
    """Name of the EventBridge bus that is told of outcomes; without it nobody is."""
    stage: str = "dev"
    """The stage's name in logs and metrics."""
    tracing: bool = False
    """`true` tells X-Ray of each step."""

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read and check all settings. Raises ConfigurationError, naming the variable."""
        settings = cls(
            upload_bucket=_required(env, "UPLOAD_BUCKET"),
            dest_bucket=_required(env, "DEST_BUCKET"),
            images_table=_required(env, "IMAGES_TABLE"),
            tokens_table=_required(env, "TOKENS_TABLE"),
            failures_queue=_required(env, "FAILURES_QUEUE"),
            upload_prefix=env.get("UPLOAD_PREFIX") or cls.upload_prefix,
            max_upload_bytes=_positive(env, "MAX_UPLOAD_BYTES", cls.max_upload_bytes),
            max_pixels=_positive(env, "MAX_PIXELS", cls.max_pixels),
            upload_expires=_positive(env, "UPLOAD_EXPIRES", cls.upload_expires, MAX_EXPIRES),
            url_expires=_positive(env, "URL_EXPIRES", cls.url_expires, MAX_EXPIRES),
            stuck_after=_positive(env, "STUCK_AFTER", cls.stuck_after),
            public_base_url=env.get("PUBLIC_BASE_URL") or None,
            process_function=env.get("PROCESS_FUNCTION") or None,
            workflow=_workflow(env),
            state_machine=env.get("STATE_MACHINE") or None,
            default_owner=env.get("DEFAULT_OWNER") or cls.default_owner,
            auth_issuer=env.get("AUTH_ISSUER") or None,
            auth_audience=env.get("AUTH_AUDIENCE") or None,
            public_variants=_switch(env, "PUBLIC_VARIANTS"),
            cors_origins=_origins(env, "CORS_ORIGINS"),
            event_bus=env.get("EVENT_BUS") or None,
            stage=env.get("STAGE") or cls.stage,
            tracing=_switch(env, "TRACING"),
        )
        settings._check()
        return settings

    def _check(self) -> None:
        if self.upload_bucket == self.dest_bucket:
            # Each output would be an upload, and so start the next run without end.
            raise ConfigurationError(
                "UPLOAD_BUCKET and DEST_BUCKET are the same; give the outputs a bucket of their own"
            )
        if self.stuck_after <= self.upload_expires:
            # Else the sweep would declare a form expired that can still be used.
            raise ConfigurationError("STUCK_AFTER must be more than UPLOAD_EXPIRES")
        if (self.auth_issuer is None) != (self.auth_audience is None):
            # Without an audience every token of the issuer would count, whomever it was made for.
            raise ConfigurationError("AUTH_ISSUER and AUTH_AUDIENCE go together; set both or neither")
        if self.auth_issuer is not None and not _ISSUER.match(self.auth_issuer):
            raise ConfigurationError(f"AUTH_ISSUER must be an https URL, not {self.auth_issuer!r}")
        self._check_workflow()
        if not _FOLDER.fullmatch(self.upload_prefix):
            raise ConfigurationError(
                f'UPLOAD_PREFIX must be a folder such as "images/", not {self.upload_prefix!r}'
            )

    def _check_workflow(self) -> None:
        if self.workflow == "direct":
            return
        if self.state_machine is None:
            raise ConfigurationError("STATE_MACHINE is not set; WORKFLOW=stepfunctions needs its ARN")
        if self.stuck_after <= EXECUTION_LIFETIME:
            # Else the sweep would take a record from an execution that is still at work on it.
            raise ConfigurationError(f"STUCK_AFTER must be more than {EXECUTION_LIFETIME} with a workflow")


def _workflow(env: Mapping[str, str]) -> Literal["direct", "stepfunctions"]:
    match env.get("WORKFLOW") or "direct":
        case "direct" | "stepfunctions" as mode:
            return mode
        case other:
            raise ConfigurationError(f"WORKFLOW must be direct or stepfunctions, not {other!r}")


def _required(env: Mapping[str, str], name: str) -> str:
    value = env.get(name)
    if not value:
        raise ConfigurationError(f"{name} is not set; chalicelib/settings.py describes every variable")
    return value


def _positive(env: Mapping[str, str], name: str, default: int, maximum: int = sys.maxsize) -> int:
    text = env.get(name)
    if not text:
        return default
    if not _WHOLE_NUMBER.fullmatch(text) or not 1 <= int(text) <= maximum:
        limit = "above 0" if maximum == sys.maxsize else f"from 1 to {maximum}"
        raise ConfigurationError(f"{name} must be a whole number {limit}, not {text!r}")
    return int(text)


def _switch(env: Mapping[str, str], name: str) -> bool:
    text = env.get(name) or "false"
    if text not in {"true", "false"}:
        raise ConfigurationError(f"{name} must be true or false, not {text!r}")
    return text == "true"


def _origins(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    origins = tuple(origin.strip() for origin in env.get(name, "").split(",") if origin.strip())
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise ConfigurationError(
                f"{name} must be origins such as https://www.example.com, with commas between, not {origin!r}"
            )
    return origins
