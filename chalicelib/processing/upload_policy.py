"""Holds an object to the upload form that it came by.

S3 has done so already; this is for servers that speak its protocol and do not. What other tools put into
the bucket carries no form and is held to none.
"""

import base64
import hashlib

from chalicelib.errors import ChecksumMismatch, KeyMismatch, SizeMismatch, TypeMismatch
from chalicelib.models import Image, UploadTerms
from chalicelib.ports import SourceObject


def check_object(image: Image, source_object: SourceObject) -> None:
    """Compare key, type and size. Raises KeyMismatch, TypeMismatch, SizeMismatch."""
    if source_object.image_id not in {None, image.id}:
        raise KeyMismatch(
            "The file came by a form for another key; ask for a form for it, or copy it without its metadata"
        )
    terms, source = _terms(image, source_object), source_object.source
    if terms is None:
        return
    if source.content_type != terms.content_type:
        raise TypeMismatch(
            f"The file was sent as {source.content_type}, the form is for {terms.content_type};"
            " ask for a form for what you send"
        )
    if source.size > terms.max_bytes:
        raise SizeMismatch(
            f"The file has {source.size} bytes, the form is for {terms.max_bytes} at most;"
            " ask for a form for what you send"
        )


def check_content(image: Image, source_object: SourceObject, content: bytes) -> None:
    """Compare the checksum, where the form has one. Raises ChecksumMismatch."""
    terms = _terms(image, source_object)
    if terms is None or terms.checksum_sha256 is None:
        return
    if base64.b64encode(hashlib.sha256(content).digest()).decode() != terms.checksum_sha256:
        raise ChecksumMismatch(
            "The bytes do not have the SHA-256 that the form was asked for; send them again"
        )


def _terms(image: Image, source_object: SourceObject) -> UploadTerms | None:
    return image.terms if source_object.image_id else None
