"""Sign upload forms and access the upload bucket."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.aws.bucket import Bucket
from chalicelib.aws.errors import translate_errors
from chalicelib.aws.source_object import S3SourceObject, listed_source, opened_from
from chalicelib.aws.unreadable_object import UnreadableObject, reason_unreadable
from chalicelib.aws.urls import origin_of
from chalicelib.errors import ObjectNotFound
from chalicelib.models import Source, UploadForm, UploadPolicy
from chalicelib.ports import Clock

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CopySourceTypeDef, GetObjectRequestTypeDef


class S3SourceStorage(Bucket):
    """Accesses uploaded objects on S3.

    If the function's role may not list the bucket (`may_list`), S3 denies access to what does not exist.
    https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
    """

    def __init__(self, client: "S3Client", bucket: str, *, clock: Clock, may_list: bool = True) -> None:
        super().__init__(client, bucket)
        self._clock = clock
        self._may_list = may_list

    def presign_upload(
        self, key: str, policy: UploadPolicy, *, image_id: str, owner: str, expires_at: datetime
    ) -> UploadForm:
        """Sign a form whose policy fixes every field and limits the size. Makes no request.

        A form that is signed again for the same time has another signature, but the same expiration.
        """
        fields = _form_fields(policy, image_id, owner)
        # Policies are signed for a whole second.
        lifetime = expires_at.replace(microsecond=0) - self._clock()
        post = self._client.generate_presigned_post(
            self._bucket,
            key,
            Fields=fields.copy(),
            Conditions=[
                *({name: value} for name, value in fields.items()),
                ["content-length-range", 1, policy.max_bytes],
            ],
            ExpiresIn=lifetime.total_seconds(),  # type: ignore[arg-type] # botocore makes it a timedelta
        )
        return UploadForm(
            # Some clients append the key, so the URL must end in a slash. boto3 omits it after a bucket name.
            url=f"{post['url'].removesuffix('/')}/",
            fields=post["fields"],
            expires_at=expires_at,
        )

    def origin(self) -> str:
        """Return the origin of the forms' URLs. Makes no request."""
        return origin_of(self._client.generate_presigned_post(self._bucket, "any")["url"])

    def open(self, key: str) -> S3SourceObject | UnreadableObject:
        """Open the newest version without reading its body.

        This sends GET, even if only the version is needed: HEAD cannot tell a missing bucket from a missing
        object.
        """
        with translate_errors("Opening the upload"):
            return self._opened({"Bucket": self._bucket, "Key": key})

    def open_version(self, key: str, source: Source) -> S3SourceObject | UnreadableObject:
        """Open one version. Without a version id, open the newest version if its ETag is the same."""
        request: GetObjectRequestTypeDef = {"Bucket": self._bucket, "Key": key}
        if source.version_id is None:
            request["IfMatch"] = f'"{source.etag}"'
        else:
            request["VersionId"] = source.version_id
        # The newest version can be another one by now, so it is listed if it is unreadable and has no id.
        must_list = source.version_id is None and self._may_list
        with translate_errors("Opening the upload again"):
            return self._opened(request, None if must_list else source)

    def list(self, prefix: str, after: str = "") -> Iterator[tuple[str, Source]]:
        """Yield keys and their newest versions. Requests pages of 1,000 objects as needed."""
        paginator = self._client.get_paginator("list_objects_v2")
        with translate_errors("Listing the uploads"):
            for page in paginator.paginate(Bucket=self._bucket, Prefix=prefix, StartAfter=after):
                for item in page.get("Contents", ()):
                    yield item["Key"], listed_source(item)

    def delete(self, key: str) -> None:
        """Delete the object. A versioned bucket keeps its bytes until a lifecycle rule deletes them."""
        with translate_errors("Deleting the upload"):
            self._client.delete_object(Bucket=self._bucket, Key=key)

    def remove_version(self, key: str, source: Source) -> None:
        """Delete the version permanently. Without a version id, delete it only if it is the newest."""
        with translate_errors("Removing the upload"):
            if source.version_id is not None:
                self._client.delete_object(Bucket=self._bucket, Key=key, VersionId=source.version_id)
            elif self._is_newest(key, source):
                self._client.delete_object(Bucket=self._bucket, Key=key)

    def copy_version(self, key: str, source: Source, target: str) -> None:
        """Copy the version to the key `target` in the same bucket."""
        copy_source: CopySourceTypeDef = {"Bucket": self._bucket, "Key": key}
        if source.version_id is not None:
            copy_source["VersionId"] = source.version_id
        with translate_errors("Copying the upload"):
            self._client.copy_object(
                Bucket=self._bucket, Key=target, CopySource=copy_source, CopySourceIfMatch=f'"{source.etag}"'
            )

    def _opened(
        self, request: "GetObjectRequestTypeDef", source: Source | None = None
    ) -> S3SourceObject | UnreadableObject:
        try:
            return opened_from(self._client.get_object(**request))
        except ClientError as error:
            reason = reason_unreadable(error)
            if reason is None and not self._may_list and error.response["Error"]["Code"] == "AccessDenied":
                raise ObjectNotFound(
                    f"Access to {request['Key']!r} was denied, so it does not exist"
                ) from error
            if reason is None:
                raise
            return UnreadableObject(source=source or self._listed(request["Key"]), reason=reason)

    def _listed(self, key: str) -> Source:
        """Return the newest version, without its id. Unlike HEAD, this works for every unreadable object."""
        response = self._client.list_objects_v2(Bucket=self._bucket, Prefix=key, MaxKeys=1)
        for item in response.get("Contents", ()):
            if item["Key"] == key:
                return listed_source(item)
        raise ObjectNotFound(f"Opening the upload: {key} does not exist")

    def _is_newest(self, key: str, source: Source) -> bool:
        try:
            return self.open_version(key, source).source.etag == source.etag
        except ObjectNotFound:
            return False


def _form_fields(policy: UploadPolicy, image_id: str, owner: str) -> dict[str, str]:
    fields = {
        "Content-Type": policy.content_type,
        "success_action_status": "201",
        "x-amz-meta-image-id": image_id,
        "x-amz-meta-owner": owner,
    }
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
    if policy.checksum_sha256 is not None:
        fields["x-amz-checksum-algorithm"] = "SHA256"
        fields["x-amz-checksum-sha256"] = policy.checksum_sha256
    return fields
