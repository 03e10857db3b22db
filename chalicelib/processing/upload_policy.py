"""Holds an object to the upload form that it came by.

S3 has done so already; this is for servers that speak its protocol and do not. What other tools put into
the bucket carries no form and is held to none.
"""

import base64
import hashlib

from chalicelib.errors import ChecksumMismatch, KeyMismatch, SizeMismatch, TypeMismatch
from chalicelib.models import Image, UploadPolicy
from chalicelib.ports import SourceObject


def check_object(image: Image, source_object: SourceObject) -> None:
    """Compare key, type and size. Raises KeyMismatch, TypeMismatch, SizeMismatch."""
    if source_object.image_id not in {None, image.id}:
        raise KeyMismatch(
            "The file came by a form for another key; ask for a form for it, or copy it without its metadata"
        )
    policy, source = _policy(image, source_object), source_object.source
    if policy is None:
        return
    if source.content_type != policy.content_type:
        raise TypeMismatch(
            f"The file was sent as {source.content_type}, the form is for {policy.content_type};"
            " ask for a form for what you send"
        )
    if source.size > policy.max_bytes:
        raise SizeMismatch(
            f"The file has {source.size} bytes, the form is for {policy.max_bytes} at most;"
            " ask for a form for what you send"
        )


def check_content(image: Image, source_object: SourceObject, content: bytes) -> None:
    """Compare the checksum, where the form has one. Raises ChecksumMismatch."""
    policy = _policy(image, source_object)
    if policy is None or policy.checksum_sha256 is None:
        return
    if base64.b64encode(hashlib.sha256(content).digest()).decode() != policy.checksum_sha256:
        raise ChecksumMismatch(
            "The bytes do not have the SHA-256 that the form was asked for; send them again"
        )


def _policy(image: Image, source_object: SourceObject) -> UploadPolicy | None:
    return image.upload_policy if source_object.image_id else None
