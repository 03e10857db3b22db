"""Takes secrets out of what is about to be written: the last line of defence, for others' messages. Pure."""

import re

MASK = "[redacted]"

# The parameters of presigned URLs and forms, by their names in Signature Version 4 and in forms:
# https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
_SIGNED = re.compile(
    r"(?i)((?:x-amz-(?:signature|credential|security-token)|\bpolicy|\bsignature|\btoken)[\\\"']*\s*[=:]\s*[\\\"']*)"
    r"[^&\s\"'\\,}]+"
)
# https://www.rfc-editor.org/rfc/rfc6750#section-2.1
_BEARER = re.compile(r"(?i)(bearer\s+)[\w.~+/=-]+")


def redacted(text: str) -> str:
    """Return the text with the values of signatures, credentials and tokens masked."""
    return _BEARER.sub(rf"\g<1>{MASK}", _SIGNED.sub(rf"\g<1>{MASK}", text))
