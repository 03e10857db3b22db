"""Begin, sign, complete and abort multipart uploads to the upload bucket."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from botocore.exceptions import ClientError

from chalicelib.aws.bucket import Bucket
from chalicelib.aws.errors import translate_errors
from chalicelib.errors import NoMultipartUpload
from chalicelib.models import StoredPart, UploadPolicy

# S3 returns the first if a part has another ETag than in the request, the second if the sizes differ.
# https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
_CHANGED = frozenset({"InvalidPart", "InvalidRequest"})


class S3MultipartStorage(Bucket):
    """Multipart uploads on S3."""

    def begin(self, key: str, policy: UploadPolicy, *, image_id: str, owner: str) -> str:
        """Begin an upload with the content type and the metadata that a form would fix."""
        with translate_errors("Beginning the multipart upload"):
            response = self._client.create_multipart_upload(
                Bucket=self._bucket,
                Key=key,
                ContentType=policy.content_type,
                Metadata={"image-id": image_id, "owner": owner},
            )
        return response["UploadId"]

    def sign_part(self, key: str, upload_id: str, *, number: int, size: int, expires_in: int) -> str:
        """Sign a URL. The length of the body is among the signed headers, so S3 refuses any other."""
        return self._client.generate_presigned_url(
            "upload_part",
            Params={
                "Bucket": self._bucket,
                "Key": key,
                "UploadId": upload_id,
                "PartNumber": number,
                "ContentLength": size,
            },
            ExpiresIn=expires_in,
        )

    def location(self, key: str) -> str:
        """Return the URL of the object without a signature."""
        url = self._client.generate_presigned_url("get_object", Params={"Bucket": self._bucket, "Key": key})
        return url.partition("?")[0]

    def stored(self, key: str, upload_id: str) -> Sequence[StoredPart]:
        """List the stored parts, in one request: there are fewer than the 1,000 of a page."""
        with _translated("Listing the parts"):
            response = self._client.list_parts(Bucket=self._bucket, Key=key, UploadId=upload_id)
        return [
            StoredPart(number=part["PartNumber"], size=part["Size"], etag=part["ETag"].strip('"'))
            for part in response.get("Parts", ())
        ]

    def complete(self, key: str, upload_id: str, parts: Sequence[StoredPart]) -> bool:
        """Complete the upload. S3 compares the ETag of every part and the size of the object."""
        listed = [{"PartNumber": part.number, "ETag": f'"{part.etag}"'} for part in parts]
        with _translated("Completing the multipart upload"):
            try:
                self._client.complete_multipart_upload(
                    Bucket=self._bucket,
                    Key=key,
                    UploadId=upload_id,
                    MultipartUpload={"Parts": listed},  # type: ignore[typeddict-item]
                    MpuObjectSize=sum(part.size for part in parts),
                )
            except ClientError as error:
                if error.response["Error"]["Code"] in _CHANGED:
                    return False
                raise
        return True

    def abort(self, key: str, upload_id: str) -> None:
        """Abort the upload, if it is still open."""
        with translate_errors("Aborting the multipart upload"):
            try:
                self._client.abort_multipart_upload(Bucket=self._bucket, Key=key, UploadId=upload_id)
            except ClientError as error:
                if not _has_ended(error):
                    raise


@contextmanager
def _translated(action: str) -> Iterator[None]:
    with translate_errors(action):
        try:
            yield
        except ClientError as error:
            if _has_ended(error):
                raise NoMultipartUpload(
                    "The image has no open multipart upload. If no file has arrived, create another image."
                ) from error
            raise


def _has_ended(error: ClientError) -> bool:
    return error.response["Error"]["Code"] == "NoSuchUpload"
