"""Every error that Darkroom raises on purpose, each with a stable `code` that callers may rely on.

DarkroomError
├── Permanent                     trying again cannot help
│   ├── InvalidRequest            the caller's request is at fault (HTTP 4xx)
│   │   ├── InvalidJson
│   │   ├── InvalidField
│   │   ├── InvalidFilename
│   │   ├── UnsupportedContentType
│   │   ├── UnknownPreset
│   │   ├── SizeTooLarge
│   │   ├── BodyTooLarge
│   │   └── InvalidCursor
│   ├── AccessDenied              the caller is not known, or may not do this (HTTP 401, 403)
│   │   ├── NotAuthenticated
│   │   └── InsufficientScope
│   ├── QuotaExceeded             the owner has used up what it may (HTTP 429)
│   ├── IdempotencyError                  an Idempotency-Key came twice (HTTP 409, 422)
│   │   ├── IdempotencyKeyReused
│   │   └── RequestInProgress
│   ├── InvalidOwner              the operator named an owner that cannot be one
│   ├── TokenNotFound             the operator named a token that is not there
│   ├── EndpointNotFound          the operator named an owner without a webhook
│   ├── NotFound                  no such image, variant or object
│   │   ├── ImageNotFound
│   │   ├── VariantNotFound
│   │   └── ObjectNotFound
│   └── Rejected                  the image is at fault: its record ends as `failed`
│       ├── EmptyFile
│       ├── FileTooLarge
│       ├── UnusableKey
│       ├── OwnOutput
│       ├── KeyMismatch
│       ├── TypeMismatch
│       ├── SizeMismatch
│       ├── ChecksumMismatch
│       ├── UnsupportedFormat
│       ├── ContentRefused
│       ├── CorruptImage
│       ├── TooManyPixels
│       ├── TooManyFrames
│       └── AnimationTooLarge
├── Transient                     trying again can help: Lambda retries the event
│   ├── ServiceUnavailable        an AWS call failed, was throttled or timed out
│   ├── OutOfTime                 the function would be cut off before it is done
│   └── DeliveryFailed            an endpoint did not take a webhook
│       └── UnusableUrl           its URL is none that webhooks are sent to
└── ConfigurationError            the deployment is at fault: a setting is missing or wrong
"""

from chalicelib.errors.access import (
    AccessDenied,
    InsufficientScope,
    InvalidOwner,
    NotAuthenticated,
    QuotaExceeded,
    TokenNotFound,
)
from chalicelib.errors.base import (
    ConfigurationError,
    DarkroomError,
    OutOfTime,
    Permanent,
    ServiceUnavailable,
    Transient,
)
from chalicelib.errors.images import (
    AnimationTooLarge,
    ChecksumMismatch,
    ContentRefused,
    CorruptImage,
    EmptyFile,
    FileTooLarge,
    KeyMismatch,
    OwnOutput,
    Rejected,
    SizeMismatch,
    TooManyFrames,
    TooManyPixels,
    TypeMismatch,
    UnsupportedFormat,
    UnusableKey,
)
from chalicelib.errors.requests import (
    BodyTooLarge,
    IdempotencyError,
    IdempotencyKeyReused,
    ImageNotFound,
    InvalidCursor,
    InvalidField,
    InvalidFilename,
    InvalidJson,
    InvalidRequest,
    NotFound,
    ObjectNotFound,
    RequestInProgress,
    SizeTooLarge,
    UnknownPreset,
    UnsupportedContentType,
    VariantNotFound,
)
from chalicelib.errors.webhooks import DeliveryFailed, EndpointNotFound, UnusableUrl

__all__ = [
    "AccessDenied",
    "AnimationTooLarge",
    "BodyTooLarge",
    "ChecksumMismatch",
    "ConfigurationError",
    "ContentRefused",
    "CorruptImage",
    "DarkroomError",
    "DeliveryFailed",
    "EmptyFile",
    "EndpointNotFound",
    "FileTooLarge",
    "IdempotencyError",
    "IdempotencyKeyReused",
    "ImageNotFound",
    "InsufficientScope",
    "InvalidCursor",
    "InvalidField",
    "InvalidFilename",
    "InvalidJson",
    "InvalidOwner",
    "InvalidRequest",
    "KeyMismatch",
    "NotAuthenticated",
    "NotFound",
    "ObjectNotFound",
    "OutOfTime",
    "OwnOutput",
    "Permanent",
    "QuotaExceeded",
    "Rejected",
    "RequestInProgress",
    "ServiceUnavailable",
    "SizeMismatch",
    "SizeTooLarge",
    "TokenNotFound",
    "TooManyFrames",
    "TooManyPixels",
    "Transient",
    "TypeMismatch",
    "UnknownPreset",
    "UnsupportedContentType",
    "UnsupportedFormat",
    "UnusableKey",
    "UnusableUrl",
    "VariantNotFound",
]
