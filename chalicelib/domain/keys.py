"""Build and parse S3 keys, image ids and execution names. No other module does.

Source keys   {prefix}{image_id}/{filename}            uploaded with a form from the API
              {prefix}{image_id}/original              the same, requested with an Idempotency-Key
              {prefix}{any}/{path}                     uploaded with any other tool
Output keys   v/{image_id}/{version}/{variant}.{extension}
              {source_key}/{version}/{variant}.{extension}   until the image is rendered again
On demand     d/{image_id}/{version}/{operations}.{extension}
Quarantine    quarantine/{source_key}
Executions    {image_id}-{version}-{attempt}-{week}

An id is a function of the key, so that an event leads to its record. An id from the API ends with a checksum
of its token and the last part of the key. Files in a folder that merely looks like an id, or other files in
an upload's folder, therefore get different ids. The ids of objects from other tools also depend on a secret
of the deployment, and so do those of requests with an Idempotency-Key, so that nobody can derive an id from a
key.
"""

import base64
import hashlib
import hmac
import re
from datetime import datetime

from chalicelib.models import Source

MAX_KEY_BYTES = 1024  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html

# The last part of the key of an image whose id must not depend on its filename.
ORIGINAL = "original"

_TOKEN_CHARS = 22  # secrets.token_urlsafe(16)
_CHECK_CHARS = 6
_IMAGE_ID = re.compile(rf"[A-Za-z0-9_-]{{{_TOKEN_CHARS + _CHECK_CHARS}}}")
# Seconds; no longer than domain.tombstone.TOMBSTONE_LIFETIME.
_WEEK = 7 * 24 * 60 * 60
# Outputs have versions of 16 digits, those that are rendered on demand have 12.
_OUTPUT_REST = re.compile(r"([0-9a-f]{16}|[0-9a-f]{12})/[^/]+")


def new_image_id(token: str, filename: str) -> str:
    """Return the id of a new upload, from 22 URL-safe characters and the last part of its source key."""
    token = _without_leading_dash(token)
    return token + _checksum(f"{token}/{filename}")


def keyed_image_id(secret: bytes, owner: str, key: str) -> str:
    """Return the id of what an owner uploads with an Idempotency-Key: an HMAC-SHA-256, cut to 132 bits.

    The last part of its source key is `ORIGINAL`.
    """
    # Owners can contain the separator; the length keeps one owner's keys apart from another's.
    message = f"key#{len(owner)}#{owner}#{key}"
    return new_image_id(_base64(hmac.digest(secret, message.encode(), "sha256"))[:_TOKEN_CHARS], ORIGINAL)


def is_image_id(text: str) -> bool:
    """Return whether the text is formatted like an id."""
    return _IMAGE_ID.fullmatch(text) is not None


def source_key(prefix: str, image_id: str, filename: str) -> str:
    """Return the key for an image that is uploaded with a form from the API."""
    return f"{prefix}{image_id}/{filename}"


def is_source_key(key: str, prefix: str) -> bool:
    """Return whether the key is that of an upload: it is below the prefix and not a folder marker."""
    return key.startswith(prefix) and key != prefix and not key.endswith("/")


def form_image_id(key: str, prefix: str) -> str | None:
    """Return the image id in the source key of an upload form, None for any other key."""
    folder, _, filename = key.removeprefix(prefix).partition("/")
    if is_image_id(folder) and new_image_id(folder[:_TOKEN_CHARS], filename) == folder:
        return folder
    return None


def object_image_id(key: str, secret: bytes) -> str:
    """Return the image id of an object that was uploaded without a form: an HMAC-SHA-256 of its key."""
    return _shortened(hmac.digest(secret, key.encode(), "sha256"))


def hashed_image_id(key: str) -> str:
    """Return the image id that such an object got before there was a secret: a SHA-256 of its key."""
    return _shortened(hashlib.sha256(key.encode()).digest())


def filename(key: str) -> str:
    """Return the last part of a key."""
    return key.rpartition("/")[2]


def version(source: Source, fingerprint: str) -> str:
    """Return a hash of an object version and the presets' fingerprint, 16 hex digits."""
    text = "\n".join((source.etag, source.version_id or "", fingerprint))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def output_key(image_id: str, version: str, variant: str, extension: str) -> str:
    """Return a variant's key. It needs no encoding in a URL, since none of its parts does."""
    return f"v/{image_id}/{version}/{variant}.{extension}"


def rendition_key(image_id: str, version: str, operations: str, extension: str) -> str:
    """Return the key of a file that is rendered on demand."""
    return f"{rendition_prefix(image_id)}{version}/{operations}.{extension}"


def rendition_prefix(image_id: str) -> str:
    """Return the prefix of all files of an image that are rendered on demand."""
    return f"d/{image_id}/"


def output_prefixes(image_id: str, source_key: str) -> tuple[str, str, str]:
    """Return the prefixes of an image's outputs: the current one, that of earlier releases, on demand."""
    return f"v/{image_id}/", f"{source_key}/", rendition_prefix(image_id)


def is_output_key(key: str, prefix: str) -> bool:
    """Return whether a key below one of these prefixes is an output's, and not that of another image."""
    return _OUTPUT_REST.fullmatch(key.removeprefix(prefix)) is not None


def extension(key: str) -> str:
    """Return the extension of an output key, without the dot."""
    return key.rpartition(".")[2]


def quarantine_key(source_key: str) -> str:
    """Return the key that a rejected image is quarantined under. It is outside the upload prefix."""
    return f"quarantine/{source_key}"


def execution_name(image_id: str, version: str, attempt: int, now: datetime) -> str:
    """Return the name of a workflow execution: at most 80 characters from `A-Za-z0-9_-`.

    Step Functions accepts each name once in 90 days, but the record of a deleted object expires after a week,
    and a new one counts its attempts from the start. The number of the week keeps their names apart.
    https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
    """
    return f"{image_id}-{version}-{attempt}-{int(now.timestamp()) // _WEEK}"


def is_execution_for(name: str, image_id: str, version: str) -> bool:
    """Return whether an execution processes this version of the image, in any attempt."""
    return name.startswith(f"{image_id}-{version}-")


def _without_leading_dash(text: str) -> str:
    """Replace a leading dash, because command lines would parse such an id as an option."""
    return f"_{text[1:]}" if text.startswith("-") else text


def _shortened(digest: bytes) -> str:
    return _without_leading_dash(_base64(digest)[: _TOKEN_CHARS + _CHECK_CHARS])


def _checksum(text: str) -> str:
    return _base64(hashlib.sha256(text.encode()).digest())[:_CHECK_CHARS]


def _base64(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).decode()
