"""What browsers get and send back: signed, so that they can change nothing.

Both use Django's SECRET_KEY and SECRET_KEY_FALLBACKS.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.signing import BadSignature, Signer, TimestampSigner

from darkroom.django import conf
from darkroom.upload_endpoint import UploadRules


@dataclass(frozen=True, slots=True)
class InvalidValue(Exception):
    """The value is not from this site, from a field with other options, or too old."""


def sign_rules(rules: UploadRules) -> str:
    """Return the rules of a field for the URL that its widget uploads to."""
    return Signer(salt="darkroom.rules").sign_object([_list(rules.variants), rules.max_bytes])


def rules(signed: str) -> UploadRules:
    """Return the rules of the field whose widget sent this. Raises BadSignature."""
    variants, max_bytes = Signer(salt="darkroom.rules").unsign_object(signed)
    return UploadRules(variants=variants, max_bytes=max_bytes)


def sign_image(image_id: str, rules: UploadRules) -> str:
    """Return what a form submits for an image that was uploaded by these rules."""
    return _signer(rules).sign_object(image_id)


def image_id(value: str, rules: UploadRules) -> str:
    """Return the id of an image that was uploaded by these rules, not too long ago. Raises InvalidValue."""
    try:
        found: Any = _signer(rules).unsign_object(value, max_age=conf.value_max_age())
    except (BadSignature, UnicodeEncodeError) as error:  # JSON can contain what UTF-8 cannot
        raise InvalidValue from error
    return str(found)


def _signer(rules: UploadRules) -> TimestampSigner:
    return TimestampSigner(salt=f"darkroom.image:{_list(rules.variants)}:{rules.max_bytes}")


def _list(variants: Sequence[str] | None) -> list[str] | None:
    return None if variants is None else list(variants)
