"""Mask secrets in log lines: the last line of defense against messages from other libraries. Pure."""

import re

MASK = "[redacted]"

# Parameters of presigned URLs and forms (Signature Version 4):
# https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
_SIGNED = re.compile(
    r"(?i)((?:x-amz-(?:signature|credential|security-token)|\bpolicy|\bsignature|\btoken)[\\\"']*\s*[=:]\s*[\\\"']*)"
    r"[^&\s\"'\\,}]+"
)
# https://www.rfc-editor.org/rfc/rfc6750#section-2.1
_BEARER = re.compile(r"(?i)(bearer\s+)[\w.~+/=-]+")


def redact(text: str) -> str:
    """Return the text with signatures, credentials, policies and tokens masked."""
    return _BEARER.sub(rf"\g<1>{MASK}", _SIGNED.sub(rf"\g<1>{MASK}", text))
