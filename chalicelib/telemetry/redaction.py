"""Mask secrets in log lines: the last line of defense against messages from other libraries. Pure."""

import re
from collections.abc import Mapping

MASK = "[redacted]"

# Parameters of presigned URLs and forms (Signature Version 4):
# https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
_NAMES = r"(?:x-amz-(?:signature|credential|security-token)|\bpolicy|\bsignature|\btoken|\bsecret)"
_SIGNED_NAME = re.compile(rf"(?i).*{_NAMES}")
_SIGNED = re.compile(
    rf"(?i)({_NAMES}[\\\"']*"
    r"\s*[=:]\s*[\\\"']*)"
    r"[^&\s\"'\\,}]+"
)
# https://www.rfc-editor.org/rfc/rfc6750#section-2.1
_BEARER = re.compile(r"(?i)(bearer\s+)[\w.~+/=-]+")
# The patterns below have no word boundaries: in JSON, a secret on a new line follows the letter of `\n`.
# Darkroom's API tokens; their id, which is no secret, stays.
_API_TOKEN = re.compile(r"(darkroom_[0-9a-f]{16}_)[0-9a-f]+")
# Keys of status URLs; the time at which they expire, which is no secret, stays.
_STATUS_KEY = re.compile(r"(?i)([1-9][0-9]{9,11}(?:-|%2d))[0-9a-f]{32}")
# Secrets and signatures of Standard Webhooks:
# https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
_WEBHOOK_SECRET = re.compile(r"(whsec_)[\w+/=-]+")
_WEBHOOK_SIGNATURE = re.compile(r"(v1a?,)[\w+/=-]{16,}")
# JSON Web Tokens begin with the Base64 of `{"`: https://www.rfc-editor.org/rfc/rfc7519#section-3.1
_JWT = re.compile(r"()eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)*")

_PATTERNS = (_API_TOKEN, _WEBHOOK_SECRET, _WEBHOOK_SIGNATURE, _JWT, _STATUS_KEY, _SIGNED, _BEARER)


def redact(text: str) -> str:
    """Return the text with signatures, credentials, policies, secrets and tokens masked."""
    for pattern in _PATTERNS:
        text = pattern.sub(rf"\g<1>{MASK}", text)
    return text


def redacted(value: object, name: str = "") -> object:
    """Return a value for JSON with secrets masked in all texts in it, also by the name of their member.

    In the JSON itself, a mask could replace a part of an escape sequence, after which nobody can parse it.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {redact(str(key)): redacted(member, str(key)) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [redacted(each, name) for each in value]
    return redact(f"{name}={value}").partition("=")[2] if _SIGNED_NAME.fullmatch(name) else redact(str(value))
