"""Check an uploaded object against the policy of its form.

S3 has done so already; this is for servers that speak its protocol but do not enforce policies. Objects
that other tools put into the bucket have no form, so nothing is checked.
"""

import base64
import hashlib

from chalicelib.errors import ChecksumMismatch, KeyMismatch, SizeMismatch, TypeMismatch
from chalicelib.models import Image, UploadPolicy
from chalicelib.ports import SourceObject


def check_object(image: Image, source_object: SourceObject) -> None:
    """Compare key, content type and size. Raises KeyMismatch, TypeMismatch, SizeMismatch."""
    if source_object.image_id not in {None, image.id}:
        raise KeyMismatch(
            "The file was uploaded with a form for another key; request a form for this key,"
            " or copy the file without its metadata"
        )
    policy, source = _policy(image, source_object), source_object.source
    if policy is None:
        return
    if source.content_type != policy.content_type:
        raise TypeMismatch(
            f"The file was sent as {source.content_type}, but its form is for {policy.content_type};"
            " request a form with the file's content type"
        )
    if source.size > policy.max_bytes:
        raise SizeMismatch(
            f"The file has {source.size} bytes, but its form allows {policy.max_bytes};"
            " request a form with the file's size"
        )


def check_content(image: Image, source_object: SourceObject, content: bytes) -> None:
    """Compare the SHA-256 checksum, if the form has one. Raises ChecksumMismatch."""
    policy = _policy(image, source_object)
    if policy is None or policy.checksum_sha256 is None:
        return
    if base64.b64encode(hashlib.sha256(content).digest()).decode() != policy.checksum_sha256:
        raise ChecksumMismatch(
            "The file's SHA-256 checksum differs from the one in the form; upload the file again"
        )


def _policy(image: Image, source_object: SourceObject) -> UploadPolicy | None:
    return image.upload_policy if source_object.image_id else None
