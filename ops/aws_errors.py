"""AWS errors in plain words, with what to do about them."""

from botocore.exceptions import (
    ClientError,
    CredentialRetrievalError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    ProfileNotFound,
    SSOError,
    TokenRetrievalError,
)

_SIGN_IN = (
    "AWS rejected these credentials. Sign in again, or set AWS_PROFILE to a profile with valid credentials."
)
_PERMISSION = (
    "These credentials lack a permission. docs/deploy.md and docs/operations.md list what the commands need."
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
    "NoSuchBucket": "The bucket does not exist. Check UPLOAD_BUCKET, the region and the account.",
}
_NO_FUNCTION = "The function does not exist. Check --function, --stage, the region and the account."
_NO_TABLE = "The table does not exist. Check IMAGES_TABLE, TOKENS_TABLE, the region and the account."
_BY_TYPE: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    (
        (NoCredentialsError, PartialCredentialsError, CredentialRetrievalError, ProfileNotFound),
        "No AWS credentials found. Run `aws configure`, or set AWS_PROFILE.",
    ),
    ((SSOError, TokenRetrievalError), _SIGN_IN),
    ((NoRegionError,), "No AWS region is set. Set AWS_REGION or AWS_DEFAULT_REGION."),
    (
        (EndpointConnectionError,),
        "Can't connect to AWS. Check the network connection and AWS_ENDPOINT_URL.",
    ),
)


def explain(error: Exception) -> str:
    """Return the advice for an error, if there is any, followed by the original message."""
    advice = _advice(error.__cause__ or error)
    return f"{advice}\n({error})" if advice else str(error)


def _advice(cause: BaseException) -> str | None:
    if isinstance(cause, ClientError):
        code = cause.response["Error"]["Code"]
        if code == "ResourceNotFoundException":
            return _NO_FUNCTION if cause.operation_name == "Invoke" else _NO_TABLE
        return _BY_CODE.get(code)
    return next((advice for types, advice in _BY_TYPE if isinstance(cause, types)), None)
