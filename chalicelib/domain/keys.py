"""S3 keys and image ids: built and parsed here, nowhere else. Pure.

Source keys   {prefix}{image_id}/{filename}            given out by the API
              {prefix}{any}/{path}                     put by any other tool
Output keys   {source_key}/{version}/{variant}.{extension}
Quarantine    quarantine/{source_key}
Executions    {image_id}-{version}-{attempt}

An id is a function of its key, so that an event finds the record without a lookup. The last part of
an API id is a checksum over the token and the filename: a folder that merely looks like an id, or
another file put beside an upload, gets an id of its own.
"""

import base64
import hashlib
import re

from chalicelib.errors import UnusableKey
from chalicelib.models import Source

MAX_KEY_BYTES = 1024  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html

_TOKEN_CHARS = 22  # secrets.token_urlsafe(16)
_CHECK_CHARS = 6
_IMAGE_ID = re.compile(rf"[A-Za-z0-9_-]{{{_TOKEN_CHARS + _CHECK_CHARS}}}")
_OUTPUT_REST = re.compile(r"/([0-9a-f]{16})/[^/]+")


def new_image_id(token: str, filename: str) -> str:
    """Make the id of a new upload from 22 random URL-safe characters and the filename."""
    token = _plain(token)
    return token + _digest(f"{token}/{filename}")[:_CHECK_CHARS]


def is_image_id(text: str) -> bool:
    """Tell whether the text has the form of an id."""
    return _IMAGE_ID.fullmatch(text) is not None


def source_key(prefix: str, image_id: str, filename: str) -> str:
    """Build the key under which the API lets an image be uploaded."""
    return f"{prefix}{image_id}/{filename}"


def is_source_key(key: str, prefix: str) -> bool:
    """Tell whether the key is ours to process: below the prefix and not a folder marker."""
    return key.startswith(prefix) and key != prefix and not key.endswith("/")


def image_id(key: str, prefix: str) -> str:
    """Return the id that belongs to a source key: the API's own, or one derived from the whole key."""
    folder, _, filename = key.removeprefix(prefix).partition("/")
    if is_image_id(folder) and new_image_id(folder[:_TOKEN_CHARS], filename) == folder:
        return folder
    return _plain(_digest(key)[: _TOKEN_CHARS + _CHECK_CHARS])


def filename(key: str) -> str:
    """Return the last part of a key."""
    return key.rpartition("/")[2]


def version(source: Source, fingerprint: str) -> str:
    """Name what an output was made from: 16 hex digits over the object version and the presets."""
    text = "\n".join((source.etag, source.version_id or "", fingerprint))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def output_key(source_key: str, version: str, variant: str, extension: str) -> str:
    """Build an output's key. Raises UnusableKey where S3 could not hold it, or no URL lead to it."""
    key = f"{source_key}/{version}/{variant}.{extension}"
    if not {".", ".."}.isdisjoint(key.split("/")):
        # S3 takes them, but browsers and HTTP libraries resolve them before they ask.
        raise UnusableKey('A part of the key is "." or ".."; name the object without')
    if len(key.encode()) > MAX_KEY_BYTES:
        raise UnusableKey(
            f"The key is too long to store variants under it; keep it {MAX_KEY_BYTES - 100} bytes or shorter"
        )
    return key


def quarantine_key(source_key: str) -> str:
    """Return where the source of a refused image is put aside: beside the folder that is processed."""
    return f"quarantine/{source_key}"


def execution_name(image_id: str, version: str, attempt: int) -> str:
    """Name an execution of the workflow: 80 characters at most, of `A-Za-z0-9_-` only.

    https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
    """
    return f"{image_id}-{version}-{attempt}"


def is_execution_for(name: str, image_id: str, version: str) -> bool:
    """Tell whether an execution, whatever its attempt, is about this version."""
    return name.startswith(f"{image_id}-{version}-")


def output_version(key: str, source_key: str) -> str | None:
    """Return the version part of an output key, None if it is no output of this very source."""
    match = _OUTPUT_REST.fullmatch(key.removeprefix(source_key))
    return match[1] if match else None


def _plain(text: str) -> str:
    """Begin with anything but a dash: every command would take such an id for an option."""
    return f"_{text[1:]}" if text.startswith("-") else text


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode()
