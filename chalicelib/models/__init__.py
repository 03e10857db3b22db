"""Darkroom's data classes. All are immutable, and none does I/O."""

from chalicelib.models.erasure import Erasure, ErasureRequest, Lock, LockedVersions, ObjectVersion
from chalicelib.models.event import Event
from chalicelib.models.invalidation import FullInvalidation, InvalidationRequest
from chalicelib.models.multipart import MultipartUpload, StoredPart, UploadPart, UploadParts
from chalicelib.models.on_demand import (
    NamedPreset,
    OnDemandFormat,
    OnDemandPolicy,
    OnDemandPosition,
    Operations,
    Rendition,
    RenditionFormat,
    Resize,
    SigningKey,
    SigningKeyList,
)
from chalicelib.models.presets import (
    MAX_SIDE,
    POSITIONS,
    Color,
    Fit,
    Format,
    Keep,
    Overlay,
    Position,
    VariantSpec,
)
from chalicelib.models.record import (
    Failure,
    Image,
    ImageMetadata,
    OwnerItem,
    Source,
    Status,
    StoredOutput,
    UploadPolicy,
    Variant,
)
from chalicelib.models.rendering_on_demand import (
    AddressRedirect,
    FileRedirect,
    RenderingInput,
    RenderingLimits,
    RenderingOutput,
    VariantRequest,
)
from chalicelib.models.requests import (
    CompanionUpload,
    Crop,
    Focus,
    IdempotencyKey,
    ImagePatch,
    ListRequest,
    Metadata,
    NewUpload,
    Page,
    ReprocessRequest,
    Rotate,
    UploadForm,
    UploadKey,
    UploadRequest,
    VariantChange,
)
from chalicelib.models.retirement import DueItem, DueKind, RetiredOutput
from chalicelib.models.run import Lease, Result, StoredVariant, Work
from chalicelib.models.task import (
    FailureInput,
    FinalizeInput,
    FinalizeOutput,
    InspectInput,
    Next,
    RenderInput,
    RenderOutput,
    TaskOutput,
)
from chalicelib.models.variants import (
    ContentCredentials,
    CropBox,
    Face,
    HandOver,
    ImageInfo,
    Label,
    Placeholder,
    Provenance,
    Rendered,
    Rendering,
    Timings,
    VariantPlan,
)
from chalicelib.models.webhook import (
    Delivery,
    Endpoint,
    EndpointHealth,
    EndpointResponse,
    ListedEndpoint,
    Webhook,
)
