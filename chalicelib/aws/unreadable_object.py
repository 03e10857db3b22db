"""Objects that exist on S3, but whose content it does not return."""

import re
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from chalicelib.errors import SourceUnreadable
from chalicelib.models import Source

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

_ARCHIVED = (
    "The file is in an archive storage class; restore it on S3, wait until it is restored,"
    " and reprocess the image"
)
_KEY_UNUSABLE = (
    "The file is encrypted with a KMS key that is disabled or deleted, or that Darkroom may not use;"
    " make the key usable again and reprocess the image"
)
_CUSTOMER_KEY = "The file is encrypted with a key that S3 does not have (SSE-C); upload it without such a key"

# These are about one object or its key, unlike AccessDenied without further explanation, which S3 returns for
# every object if the function's role lacks a permission.
# https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
# https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html
_REASONS = {
    "InvalidObjectState": (_ARCHIVED, ""),
    "KMS.DisabledException": (_KEY_UNUSABLE, ""),
    "KMS.KMSInvalidStateException": (_KEY_UNUSABLE, ""),
    "KMS.NotFoundException": (_KEY_UNUSABLE, ""),
    "AccessDenied": (_KEY_UNUSABLE, r"kms:Decrypt|ciphertext refers to a customer master key"),
    "InvalidRequest": (_CUSTOMER_KEY, "stored using a form of Server Side Encryption"),
}


def reason_unreadable(error: "ClientError") -> str | None:
    """Return why GetObject will fail for this object again and again, and what helps; None if it may not."""
    details = error.response["Error"]
    reason, message = _REASONS.get(details["Code"], (None, ""))
    return reason if re.search(message, details.get("Message", "")) else None


class UnreadableObject(Struct, frozen=True, kw_only=True):
    """An opened object whose `read` always fails, for this `reason`. S3 does not return its metadata."""

    source: Source
    reason: str
    is_output: bool = False
    image_id: str | None = None
    last_modified: datetime | None = None
    content_encoding: str | None = None

    def read(self) -> bytes:
        """Raise SourceUnreadable."""
        raise SourceUnreadable(self.reason)
