"""Rules about several settings, and about the form of single ones. Each raises ConfigurationError."""

import re

from chalicelib.access.principals import is_owner
from chalicelib.config.enums import WorkflowMode
from chalicelib.errors import ConfigurationError

# Seconds that an execution can live, and a task that outlives it: infra/workflow.asl.json says 600, and 60.
EXECUTION_LIFETIME = 660

# Signature Version 4 signs for a week at most.
MAX_EXPIRES = 7 * 24 * 60 * 60
MAX_GRACE_DAYS = 365

# Keys that come by plain HTTP could be anybody's; on this machine nobody is between.
_ISSUER = re.compile(r"https://[^/]|http://127\.0\.0\.1:")
# S3's notifications take other characters only in encoded form, IAM policies take none beyond Latin-1, and
# both have wildcards: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
FOLDER = r"([A-Za-z0-9!_.'()-]+/)+"
"""The pattern of a folder, of the characters that are safe in S3 keys, without the wildcard."""


def check_buckets(upload_bucket: str, dest_bucket: str) -> None:
    """Check that uploads and outputs have different buckets."""
    if upload_bucket == dest_bucket:
        # Each output would be an upload and start another run.
        raise ConfigurationError(
            "UPLOAD_BUCKET and DEST_BUCKET are the same; give the outputs a bucket of their own"
        )


def check_upload_prefix(prefix: str) -> None:
    """Check that the prefix is a folder."""
    if not re.fullmatch(FOLDER, prefix):
        raise ConfigurationError(
            f'UPLOAD_PREFIX must be a folder such as "images/", not {prefix!r}; its name can contain'
            " A-Z, a-z, 0-9 and !_.'()-"
        )


def check_presets(artifact_bucket: str | None, presets: str | None, version: str | None) -> None:
    """Check that the object with the presets is named completely."""
    if (presets is None) != (version is None):
        # Without a version, a new object would change running functions at any time, and never roll back.
        raise ConfigurationError("PRESETS and PRESETS_VERSION go together; set both or neither")
    if presets is not None and artifact_bucket is None:
        raise ConfigurationError("ARTIFACT_BUCKET is not set; PRESETS needs the bucket that contains it")


def check_cdn(distribution_id: str | None, invalidations_queue: str | None) -> None:
    """Check that the distribution and its queue of invalidations are named together."""
    if (distribution_id is None) != (invalidations_queue is None):
        raise ConfigurationError("DISTRIBUTION_ID and INVALIDATIONS_QUEUE go together; set both or neither")


def check_issuer(issuer: str | None, audience: str | None) -> None:
    """Check the OpenID Connect issuer and its audience."""
    if (issuer is None) != (audience is None):
        # Without an audience every token of the issuer would count, whomever it was made for.
        raise ConfigurationError("AUTH_ISSUER and AUTH_AUDIENCE go together; set both or neither")
    if issuer is not None and not _ISSUER.match(issuer):
        raise ConfigurationError(f"AUTH_ISSUER must be an https URL, not {issuer!r}")


def check_owner(default_owner: str) -> None:
    """Check that the default owner can be an owner."""
    if not is_owner(default_owner):
        raise ConfigurationError(
            f"DEFAULT_OWNER must be 1 to 255 ASCII characters without blanks, not {default_owner!r}"
        )


def check_quota(bytes_per_day: int, max_upload_bytes: int) -> None:
    """Check that an upload form fits into the quota."""
    if bytes_per_day < max_upload_bytes:
        # Else a form without a declared size would be rejected every day.
        raise ConfigurationError("BYTES_PER_DAY must be no less than MAX_UPLOAD_BYTES")


def check_lifetimes(stuck_after: int, upload_expires: int, workflow: WorkflowMode) -> None:
    """Check that the sweep takes no record whose form or execution is still alive."""
    if stuck_after <= upload_expires:
        # Else the sweep would declare a form expired that can still be used.
        raise ConfigurationError("STUCK_AFTER must be more than UPLOAD_EXPIRES")
    if workflow is WorkflowMode.STEPFUNCTIONS and stuck_after <= EXECUTION_LIFETIME:
        # Else the sweep would take a record from an execution that is still at work on it.
        raise ConfigurationError(f"STUCK_AFTER must be more than {EXECUTION_LIFETIME} with a workflow")


def check_workflow(workflow: WorkflowMode, state_machine: str | None) -> None:
    """Check that workflow mode has a state machine."""
    if workflow is WorkflowMode.STEPFUNCTIONS and state_machine is None:
        raise ConfigurationError("STATE_MACHINE is not set; WORKFLOW=stepfunctions needs its ARN")
