"""All errors that Darkroom raises on purpose. Each has a stable `code` that callers can rely on.

DarkroomError
├── Permanent                     a retry cannot help
│   ├── InvalidRequest            the request is invalid (HTTP 4xx)
│   │   ├── InvalidJson
│   │   ├── InvalidField
│   │   ├── InvalidFilename
│   │   ├── UnsupportedContentType
│   │   ├── UnknownPreset
│   │   ├── InvalidOperations
│   │   ├── SizeTooLarge
│   │   ├── BodyTooLarge
│   │   └── InvalidCursor
│   ├── AccessDenied              the caller is unknown or not authorized (HTTP 401, 403)
│   │   ├── NotAuthenticated
│   │   ├── InsufficientScope
│   │   ├── OperationsNotAllowed
│   │   ├── InvalidSignature
│   │   └── InvalidStatusKey
│   ├── QuotaExceeded             the owner has reached a quota (HTTP 429)
│   ├── IdempotencyKeyReused      an Idempotency-Key was used with another body (HTTP 422)
│   ├── MultipartError            a multipart upload cannot be continued (HTTP 409)
│   │   ├── NoMultipartUpload
│   │   └── PartsMissing
│   ├── FormUsed                  another file was sent with a form that has been used
│   ├── InvalidOwner              an operator named an invalid owner
│   ├── TokenNotFound             an operator named a token that does not exist
│   ├── EndpointNotFound          an operator named an owner without a webhook
│   ├── NotFound                  no such image, variant or object
│   │   ├── ImageNotFound
│   │   ├── ImageDeleted          the image of a file was deleted (HTTP 410)
│   │   ├── ImageErased           the image was erased (HTTP 410)
│   │   ├── VariantNotFound
│   │   └── ObjectNotFound
│   ├── NotRenderable             rendering a variant on demand has just failed (HTTP 422)
│   └── Rejected                  the image cannot be processed: its record becomes `failed`
│       ├── EmptyFile
│       ├── FileTooLarge
│       ├── SourceUnreadable
│       ├── OwnOutput
│       ├── KeyMismatch
│       ├── TypeMismatch
│       ├── SizeMismatch
│       ├── ChecksumMismatch
│       ├── UnsupportedFormat
│       ├── ContentRefused
│       ├── CorruptImage
│       ├── TooComplex
│       ├── TooManyFrames
│       └── AnimationTooLarge
├── Transient                     a retry can help: Lambda retries the event
│   ├── ServiceUnavailable        a call to AWS failed, was throttled or timed out
│   ├── OutOfTime                 the function would time out before it is done
│   ├── RenderingInProgress       a variant is being rendered on demand (HTTP 503)
│   ├── DeliveryPostponed         an endpoint is paused or busy
│   └── DeliveryFailed            an endpoint did not accept a webhook
│       └── UnusableUrl           webhooks are not sent to its URL
├── InvalidOutput                 an encoder wrote a broken variant: a bug
└── ConfigurationError            a setting is missing or invalid
"""

from chalicelib.errors.access import (
    AccessDenied,
    InsufficientScope,
    InvalidOwner,
    InvalidSignature,
    InvalidStatusKey,
    NotAuthenticated,
    OperationsNotAllowed,
    QuotaExceeded,
    TokenNotFound,
)
from chalicelib.errors.base import (
    ConfigurationError,
    DarkroomError,
    InvalidOutput,
    OutOfTime,
    Permanent,
    RenderingInProgress,
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
    FormUsed,
    KeyMismatch,
    OwnOutput,
    Rejected,
    SizeMismatch,
    SourceUnreadable,
    TooComplex,
    TooManyFrames,
    TypeMismatch,
    UnsupportedFormat,
)
from chalicelib.errors.requests import (
    BodyTooLarge,
    IdempotencyKeyReused,
    ImageDeleted,
    ImageErased,
    ImageNotFound,
    InvalidCursor,
    InvalidField,
    InvalidFilename,
    InvalidJson,
    InvalidOperations,
    InvalidRequest,
    MultipartError,
    NoMultipartUpload,
    NotFound,
    NotRenderable,
    ObjectNotFound,
    PartsMissing,
    SizeTooLarge,
    UnknownPreset,
    UnsupportedContentType,
    VariantNotFound,
)
from chalicelib.errors.webhooks import DeliveryFailed, DeliveryPostponed, EndpointNotFound, UnusableUrl
