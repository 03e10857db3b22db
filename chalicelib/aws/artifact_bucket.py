"""Read files of the deployment from the artifact bucket."""

from botocore.exceptions import ClientError

from chalicelib.aws.bucket import Bucket
from chalicelib.aws.errors import translate_errors
from chalicelib.errors import ObjectNotFound

# S3 responds with AccessDenied for a missing object if the caller may not list the bucket, and with
# InvalidArgument for a version id that no object ever had.
_MISSING = frozenset({"AccessDenied", "InvalidArgument", "NoSuchBucket", "NoSuchKey", "NoSuchVersion"})


class S3ArtifactStorage(Bucket):
    """Reads files of the deployment from S3."""

    def read(self, key: str, version_id: str, max_bytes: int) -> bytes:
        """Return exactly this version, but at most its first `max_bytes` bytes.

        Raises ObjectNotFound, also without the permission to read it, and ServiceUnavailable.
        """
        with translate_errors("Reading an artifact"):
            try:
                response = self._client.get_object(Bucket=self._bucket, Key=key, VersionId=version_id)
            except ClientError as error:
                if error.response["Error"]["Code"] in _MISSING:
                    raise ObjectNotFound(
                        f"{key} in {self._bucket} does not have the version {version_id},"
                        f" or it can't be read ({error})"
                    ) from error
                raise
            with response["Body"] as body:
                # Without an argument, `read` also raises an error if the connection ends early.
                return body.read() if response["ContentLength"] <= max_bytes else body.read(max_bytes)
