"""Objects in the upload bucket that have been opened."""

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from chalicelib.aws import object_metadata
from chalicelib.aws.errors import translate_errors
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Source

if TYPE_CHECKING:
    from botocore.response import StreamingBody
    from mypy_boto3_s3.type_defs import GetObjectOutputTypeDef, ObjectTypeDef


class S3SourceObject(Struct, frozen=True, kw_only=True):
    """One opened object. `source` is its version; `body` is a stream that has not been read yet."""

    source: Source
    is_output: bool
    image_id: str | None
    last_modified: datetime
    content_encoding: str | None
    body: "StreamingBody"

    def read(self) -> bytes:
        """Read the whole body. Raises ServiceUnavailable if the connection ends early."""
        with translate_errors("Reading the upload"):
            content = self.body.read()
        if len(content) != self.source.size:
            raise ServiceUnavailable(
                f"Reading the upload: received {len(content)} of {self.source.size} bytes"
            )
        return content


def opened_from(response: "GetObjectOutputTypeDef") -> S3SourceObject:
    """Return the object in a response to GetObject."""
    return S3SourceObject(
        source=_source(response),
        is_output=object_metadata.is_output(response["Metadata"]),
        image_id=response["Metadata"].get("image-id"),
        last_modified=response["LastModified"],
        content_encoding=response.get("ContentEncoding"),
        body=response["Body"],
    )


def listed_source(item: "ObjectTypeDef") -> Source:
    """Return the version in a listing, which has no version ids."""
    return Source(etag=item["ETag"].strip('"'), size=item["Size"])


def _source(response: "GetObjectOutputTypeDef") -> Source:
    return Source(
        etag=response["ETag"].strip('"'),
        version_id=_version_id(response.get("VersionId")),
        size=response["ContentLength"],
        content_type=response["ContentType"],
    )


def _version_id(value: str | None) -> str | None:
    """Return the version id, None for `null`: objects stored before versioning was enabled have this id."""
    return None if value == "null" else value
