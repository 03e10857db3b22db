"""AWS's errors in plain words, with what to do about them."""

from botocore.exceptions import (
    ClientError,
    CredentialRetrievalError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    ProfileNotFound,
)

_SIGN_IN = "AWS does not accept these credentials. Sign in again, or choose others by AWS_PROFILE."
_PERMISSION = (
    "These credentials lack a permission; docs/deploy.md and docs/operations.md say what the commands need."
)
_BY_CODE = {
    "AccessDenied": _PERMISSION,
    "AccessDeniedException": _PERMISSION,
    "ExpiredToken": _SIGN_IN,
    "ExpiredTokenException": _SIGN_IN,
    "InvalidAccessKeyId": _SIGN_IN,
    "InvalidClientTokenId": _SIGN_IN,
    "SignatureDoesNotMatch": _SIGN_IN,
    "UnrecognizedClientException": _SIGN_IN,
    "NoSuchBucket": "There is no such bucket. UPLOAD_BUCKET, the region or the account is wrong.",
}
_NO_FUNCTION = "There is no such function. --function, --stage, the region or the account is wrong."
_NO_TABLE = "There is no such table. IMAGES_TABLE or TOKENS_TABLE, the region or the account is wrong."
_BY_KIND: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    (
        (NoCredentialsError, PartialCredentialsError, CredentialRetrievalError, ProfileNotFound),
        "There are no AWS credentials. Run `aws configure`, or name a profile by AWS_PROFILE.",
    ),
    ((NoRegionError,), "No AWS region is set. Set AWS_REGION or AWS_DEFAULT_REGION."),
    (
        (EndpointConnectionError,),
        "AWS cannot be reached. Is there a network, and does AWS_ENDPOINT_URL hold?",
    ),
)


def explain(error: Exception) -> str:
    """Say what to do, if that is known, and what was reported."""
    advice = _advice(error.__cause__ or error)
    return f"{advice}\n({error})" if advice else str(error)


def _advice(cause: BaseException) -> str | None:
    if isinstance(cause, ClientError):
        code = cause.response["Error"]["Code"]
        if code == "ResourceNotFoundException":
            return _NO_FUNCTION if cause.operation_name == "Invoke" else _NO_TABLE
        return _BY_CODE.get(code)
    return next((advice for kinds, advice in _BY_KIND if isinstance(cause, kinds)), None)
